package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/sealed"
	"workbook/grader/longtest"
	"workbook/grader/tempdir"
)

// openKeyEnv has this test open a sealed course, say where, and wait to be killed.
const openKeyEnv = "KEY_TEST_OPEN"

// A sealed course that lay open when the process was killed is removed by the next one
// that grades, and no sooner.
func TestKeyIsSwept(t *testing.T) {
	longtest.Skip(t, "it grades and is killed")
	if name := os.Getenv(openKeyEnv); name != "" {
		k := &key{}
		defer k.close() // until then the folder is in use
		dir, err := k.unseal(name)
		fmt.Println("opened", dir, err)
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
		return
	}
	if runtime.GOOS == "windows" {
		t.Skip("the folder for temporary files is chosen otherwise there")
	}
	const passphrase = "WORKBOOK_KEY_PASSPHRASE"
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv(passphrase, "horse")
	to, err := sealed.Recipients(nil)
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "course.age")
	f, err := os.Create(name)
	require.NoError(t, err)
	require.NoError(t, sealed.Write(f, map[string][]byte{"solutions/01_a/a_test.go": []byte("package a\n")}, to))
	require.NoError(t, f.Close())

	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self, "-test.run=^TestKeyIsSwept$", "-test.v")
	cmd.Env = append(os.Environ(), openKeyEnv+"="+name, passphrase+"=horse")
	_, err = cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var dir string
	for lines := bufio.NewScanner(out); dir == "" && lines.Scan(); {
		if _, said, ok := strings.Cut(lines.Text(), "opened "); ok {
			require.True(t, strings.HasSuffix(said, " <nil>"), said)
			dir = strings.TrimSuffix(said, " <nil>")
		}
	}
	require.FileExists(t, filepath.Join(dir, "solutions", "01_a", "a_test.go"))
	sweep := func() {
		other, err := tempdir.Make()
		require.NoError(t, err)
		require.NoError(t, other.Remove())
	}
	sweep()
	require.DirExists(t, dir, "it is in use")
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // by the signal
	sweep()
	require.NoDirExists(t, filepath.Dir(dir))
}
