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

	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/terminal"
	"workbook/grader/report"
)

// TestTerminal runs commands in a terminal: who looks gets colors and screens,
// unless the environment says otherwise.
func TestTerminal(t *testing.T) {
	for _, tc := range []struct {
		name     string
		args     []string
		env      []string
		begun    bool // it is not the first start
		keys     string
		contains string
		escapes  bool
	}{
		{name: "colors", args: []string{"list"}, contains: "\x1b[1mBegin\x1b[0m", escapes: true},
		{name: "NO_COLOR", args: []string{"list"}, env: []string{"NO_COLOR=1"}, contains: "Begin"},
		{name: "dumb", args: []string{"list"}, env: []string{"TERM=dumb"}, contains: "Begin"},
		{name: "lesson", args: []string{"lesson", "1"}, contains: "\x1b[35mfunc\x1b[0m", escapes: true},
		{name: "lesson without colors", args: []string{"lesson", "1"}, env: []string{"NO_COLOR=yes"}, contains: "=====\r\n"},
		{name: "mono", args: []string{"list"}, env: []string{"WORKBOOK_THEME=mono"}, contains: "Begin"},
		{name: "contrast", args: []string{"lesson", "1", "--theme", "contrast"}, contains: "── 1/2 ─", escapes: true},
		{name: "screens with a theme", env: []string{"NO_COLOR=1"}, args: []string{"--theme", "contrast-dark"}, begun: true, keys: "q", contains: "\x1b[38;5;81;1m▌01 Say hello", escapes: true},
		{name: "accessible", args: []string{"lesson", "1"}, env: []string{"ACCESSIBLE=1", "NO_COLOR=1"}, contains: "Page 2 of 2.\r\n\r\nHeading: The task\r\n"},
		{name: "screens", keys: "qq", // the welcome page, and all
			contains: "\x1b[?1049h", escapes: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			root := t.TempDir()
			require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
			require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
			if tc.begun {
				store, err := progress.Open(root)
				require.NoError(t, err)
				require.NoError(t, store.Begin())
			}
			p := startInTerminal(t, root, append([]string{"NO_COLOR="}, tc.env...), tc.args...)
			if tc.keys != "" {
				p.until(t, "hello") // it shows something
				_, err := p.terminal.WriteString(tc.keys)
				require.NoError(t, err)
			}
			require.Equal(t, exitOK, p.end(), p.seen.String())
			require.Contains(t, p.seen.String(), tc.contains)
			require.Equal(t, tc.escapes, strings.Contains(p.seen.String(), "\x1b"), "%q", p.seen.String())
		})
	}
}

// TestTerminalTries sees the way of an exercise in the list; into a pipe goes only how many
// tries there were.
func TestTerminalTries(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	store, err := progress.Open(root)
	require.NoError(t, err)
	for _, points := range []int{0, 5, 10} {
		require.NoError(t, store.Record("01_hello", progress.Attempt{Verdict: report.Fail, Points: points}))
	}
	require.NoError(t, store.Record("02_sum", progress.Attempt{Verdict: report.Fail}))
	p := startInTerminalOf(t, pty.Winsize{Rows: 24, Cols: 66}, root, []string{"NO_COLOR=1"}, "list")
	require.Equal(t, exitOK, p.end(), p.seen.String())
	require.Contains(t, p.seen.String(), "Say hello     3 tries\r\n", "the drawing does not fit")
	for env, want := range map[string]string{
		"NO_COLOR=1": "  01_hello  failing      10/10  Say hello     3 tries  ▁▄█\r\n",
		"TERM=dumb":  "  01_hello  failing      10/10  Say hello     3 tries\r\n",
	} {
		p := startInTerminal(t, root, []string{env}, "list")
		require.Equal(t, exitOK, p.end(), p.seen.String())
		require.Contains(t, p.seen.String(), want)
		require.Contains(t, p.seen.String(), "  02_sum    failing        0/5  Add numbers\r\n")
	}
}

// TestTerminalLinks sees a place as a link, which takes no room and is left out where the
// terminal is known not to want it.
func TestTerminalLinks(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	require.Equal(t, exitOK, startInTerminal(t, root, nil, "list").end()) // keeps the stubs
	host, err := os.Hostname()
	require.NoError(t, err)
	at := "exercises/01_hello/hello.go"
	for env, want := range map[string]string{
		"FORCE_HYPERLINK=1": terminal.Link(terminal.FileURL(host, filepath.Join(root, at)), at),
		"FORCE_HYPERLINK=0": at,
		"TERM=linux":        at,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(root, at), []byte("package hello\n"), 0o644))
		p := startInTerminal(t, root, []string{env}, "reset", "1", "--yes")
		require.Equal(t, exitOK, p.end(), p.seen.String())
		require.Contains(t, p.seen.String(), "restored  "+want+" (from the copy", env)
	}
}

// TestTerminalUndo presses x by mistake, and has its own back.
func TestTerminalUndo(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	require.Equal(t, exitOK, startInTerminal(t, root, nil, "hint", "1").end()) // keeps the stubs, and the welcome is over
	file := filepath.Join(root, "exercises", "01_hello", "hello.go")
	stub, err := os.ReadFile(file)
	require.NoError(t, err)
	const mine = "package hello\n\n// mine\n"
	require.NoError(t, os.WriteFile(file, []byte(mine), 0o644))

	p := startInTerminal(t, root, nil)
	p.until(t, "quit") // the first screen is whole
	for _, step := range []struct {
		keys, shows, want string
	}{
		{"x", "over?", mine},
		{"y", "u brings it back.", string(stub)},
		{"u", "Bring back what you had", string(stub)},
		{"y", "Brought back: hello.go.", mine},
	} {
		_, err := p.terminal.WriteString(step.keys)
		require.NoError(t, err)
		p.until(t, step.shows)
		got, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, step.want, string(got), "after %q", step.shows)
	}
	_, err = p.terminal.WriteString("q")
	require.NoError(t, err)
	require.Equal(t, exitOK, p.end(), p.seen.String())
}

// TestTerminalReopens leaves the screens and comes back to the same exercise.
func TestTerminalReopens(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	for _, start := range []struct{ shows, keys string }{
		{"begin", "\rnq"}, // the welcome page
		{"quit", "q"},
	} {
		p := startInTerminal(t, root, []string{"NO_COLOR="})
		p.until(t, start.shows) // the first screen is whole
		_, err := p.terminal.WriteString(start.keys)
		require.NoError(t, err)
		require.Equal(t, exitOK, p.end(), p.seen.String())
		_, after, _ := strings.Cut(p.seen.String(), "\x1b[?1049l")
		require.Contains(t, after, "0 of 2 passed; next: 02 Add numbers.\r\n")
	}
}

// A program runs in a terminal of its own.
type program struct {
	cmd      *exec.Cmd
	terminal *os.File
	seen     bytes.Buffer // all that it wrote
}

func startInTerminal(t *testing.T, dir string, env []string, args ...string) *program {
	t.Helper()
	return startInTerminalOf(t, pty.Winsize{Rows: 24, Cols: 80}, dir, env, args...)
}

func startInTerminalOf(t *testing.T, size pty.Winsize, dir string, env []string, args ...string) *program {
	t.Helper()
	exe, err := exec.LookPath("workbook") // TestMain put it there
	require.NoError(t, err)
	cmd := exec.Command(exe, args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", "LC_ALL=C"), env...)
	terminal, err := pty.StartWithSize(cmd, &size)
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it is over already unless the test failed
		_ = terminal.Close()
	})
	return &program{cmd: cmd, terminal: terminal}
}

func (p *program) read() error {
	b := make([]byte, 1024)
	n, err := p.terminal.Read(b)
	p.seen.Write(b[:n])
	return err
}

// until reads until the program has written text.
func (p *program) until(t *testing.T, text string) {
	t.Helper()
	for !strings.Contains(p.seen.String(), text) {
		require.NoErrorf(t, p.read(), "waiting for %q, the screen showed %q", text, p.seen.String())
	}
}

// end reads until the program has closed the terminal, and returns its exit code.
func (p *program) end() int {
	for p.read() == nil {
	}
	_ = p.cmd.Wait() // the exit code says it
	return p.cmd.ProcessState.ExitCode()
}

// TestInterrupt presses Ctrl-C while a submission runs in circles: the command
// ends with 130 and leaves neither processes nor files behind. On the way it
// sees the line that says what goes on.
func TestInterrupt(t *testing.T) {
	root, temp := smallCourse(t), t.TempDir()
	circles := "package hello\n\nfunc Hello() string {\n\tfor {\n\t}\n}\n"
	require.NoError(t, os.WriteFile(filepath.Join(root, "exercises", "01_hello", "hello.go"), []byte(circles), 0o644))

	p := startInTerminal(t, root, []string{"TMPDIR=" + temp}, "grade", "1", "--race", "off")
	p.until(t, "inside...")
	require.Contains(t, p.seen.String(), "01_hello")
	require.NoError(t, p.cmd.Process.Signal(syscall.SIGINT))
	require.Equal(t, exitInterrupted, p.end(), p.seen.String())
	require.Contains(t, p.seen.String(), "workbook: interrupted")
	require.NotContains(t, p.seen.String(), "PASSED")

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
