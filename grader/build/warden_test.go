package build

import (
	"context"
	"debug/buildinfo"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	found "workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/jail/warden"
	"workbook/grader/longtest"
)

func TestWarden(t *testing.T) {
	longtest.Skip(t, "it builds the warden")
	if runtime.GOOS != "linux" {
		t.Skip("nothing is walled in here")
	}
	root, err := found.Find(".")
	require.NoError(t, err)
	tools, err := Find(context.Background(), root, "go1.26")
	require.NoError(t, err)
	_, err = tools.KeptWarden(t.TempDir())
	require.ErrorIs(t, err, ErrNoWarden, "a test does not know what it is made of")

	dir := t.TempDir()
	info := infoOf(t, root)
	defer func(was func() *debug.BuildInfo) { ownInfo = was }(ownInfo)
	other := *info
	other.Deps = []*debug.Module{{Path: "golang.org/x/sys", Version: "v0.0.1"}}
	ownInfo = func() *debug.BuildInfo { return &other }
	err = tools.BuildWarden(context.Background(), root, dir)
	require.ErrorIs(t, err, ErrNoWarden, "it would be a warden of other modules")
	_, err = tools.KeptWarden(dir)
	require.ErrorIs(t, err, ErrNoWarden, "and is not kept")

	ownInfo = func() *debug.BuildInfo { return info }
	require.NoError(t, tools.BuildWarden(context.Background(), root, dir))
	path, err := tools.KeptWarden(dir)
	require.NoError(t, err)
	said, err := exec.Command(path).Output()
	require.NoError(t, err)
	require.Equal(t, warden.Sources(), string(said))
	again, err := tools.KeptWarden(dir)
	require.NoError(t, err)
	require.Equal(t, path, again)
	file, err := os.Stat(path)
	require.NoError(t, err)
	require.Zero(t, file.Mode().Perm()&0o022, "nobody else may write to it")

	level := jail.Probe().Level
	if level < jail.L2 {
		t.Skip("this machine has no walls to try it with")
	}
	cell := jail.Cell{Level: level, Temp: t.TempDir(), Warden: path}
	res, err := cell.Run(context.Background(), jail.Command{Path: path})
	require.NoError(t, err)
	require.Equal(t, jail.Exited, res.Cause)
	require.Zero(t, res.Exit, "%s", res.Output)
	require.Equal(t, warden.Sources(), string(res.Output))
}

// infoOf is what a program that was built by hand says of its modules.
func infoOf(t *testing.T, root string) *debug.BuildInfo {
	t.Helper()
	program := filepath.Join(t.TempDir(), "alone")
	cmd := exec.Command("go", "build", "-o", program, wardenProgram())
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	info, err := buildinfo.ReadFile(program)
	require.NoError(t, err)
	return info
}
