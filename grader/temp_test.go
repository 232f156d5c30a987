package grader

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFoldersOfKilledGradersAreRemoved(t *testing.T) {
	dead := exec.Command(os.Args[0], "-test.run=^$")
	require.NoError(t, dead.Run())

	dir := t.TempDir()
	folder := func(name string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Join(path, "inside"), 0o700))
		return path
	}
	abandoned := folder(fmt.Sprintf("workbook-%d-123", dead.Process.Pid))
	inUse := folder(fmt.Sprintf("workbook-%d-123", os.Getpid()))
	strangers := folder("workbook-notes-2026")

	removeAbandoned(dir)
	require.NoDirExists(t, abandoned)
	require.DirExists(t, inUse)
	require.DirExists(t, strangers)
}
