//go:build !windows

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
)

// TestInterrupt presses Ctrl-C while a submission runs in circles: the command
// ends with 130 and leaves neither processes nor files behind. On the way it
// sees the line that says what goes on.
func TestInterrupt(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds a course")
	}
	root, temp := t.TempDir(), t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, copyTree(root, "testdata", "solutions"))
	require.NoError(t, copyTree(root, filepath.Join("..", ".."), "go.mod", "go.sum", "grader"))
	circles := "package hello\n\nfunc Hello() string {\n\tfor {\n\t}\n}\n"
	require.NoError(t, os.WriteFile(filepath.Join(root, "exercises", "01_hello", "hello.go"), []byte(circles), 0o644))

	exe, err := exec.LookPath("workbook") // TestMain put it there
	require.NoError(t, err)
	cmd := exec.Command(exe, "grade", "1", "--race", "off")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "NO_COLOR=", "TMPDIR="+temp)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	require.NoError(t, err)
	defer terminal.Close()
	defer cmd.Process.Kill()

	var seen bytes.Buffer
	b := make([]byte, 1024)
	for !strings.Contains(seen.String(), "inside...") {
		n, err := terminal.Read(b)
		require.NoErrorf(t, err, "the screen showed %q", seen.String())
		seen.Write(b[:n])
	}
	require.Contains(t, seen.String(), "01_hello")
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	for {
		n, err := terminal.Read(b)
		seen.Write(b[:n])
		if err != nil { // the program has closed the terminal
			break
		}
	}
	err = cmd.Wait()
	require.Equalf(t, exitInterrupted, cmd.ProcessState.ExitCode(), "%v: the screen showed %q", err, seen.String())
	require.Contains(t, seen.String(), "workbook: interrupted")
	require.NotContains(t, seen.String(), "PASSED")

	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left, "temporary files are left behind")
	require.Empty(t, running(temp), "processes are left behind")
	_, err = os.Stat(filepath.Join(root, ".workbook", "progress.json"))
	require.ErrorIs(t, err, os.ErrNotExist, "an interrupted run is no attempt")
}

// running lists the processes whose program lies under dir, where /proc tells. A
// killed one is gone when its parent has waited for it, so it is looked for twice.
func running(dir string) []string {
	var found []string
	for range 2 {
		found = nil
		links, _ := filepath.Glob("/proc/[0-9]*/exe")
		for _, link := range links {
			if exe, err := os.Readlink(link); err == nil && strings.HasPrefix(exe, dir) {
				found = append(found, exe)
			}
		}
		if len(found) == 0 {
			break
		}
		time.Sleep(time.Second)
	}
	return found
}
