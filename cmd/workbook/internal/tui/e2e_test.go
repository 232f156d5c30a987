//go:build !windows

package tui

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
	"workbook/grader/course/coursetest"
	"workbook/grader/longtest"
)

// soon is how long a screen is waited for. Only a broken program needs all of it:
// the first verdict on a fresh machine builds the standard library, twice.
const soon = 10 * time.Minute

const unwritten = `package echo

import (
	"errors"
	"net"
)

func Echo(net.Listener) error { return errors.New("echo is not written yet") }
`

// TestWholeSession is a learner's whole session with the real program, the real
// course and the real grader, in a pseudo-terminal.
func TestWholeSession(t *testing.T) {
	longtest.Skip(t, "builds and grades")
	c := copyCourse(t)
	exe := filepath.Join(t.TempDir(), "workbook")
	out, err := exec.Command("go", "build", "-o", exe, "workbook/cmd/workbook").CombinedOutput()
	require.NoError(t, err, "%s", out)

	ex := c.Exercises[0]
	file := filepath.Join(c.ExerciseDir(ex.ID), ex.Files[0])
	// Whoever runs this test may have solved the exercise in their own copy.
	require.NoError(t, os.WriteFile(file, []byte(unwritten), 0o644))
	reference, err := os.ReadFile(filepath.Join(c.SolutionDir(ex.ID), ex.Files[0]))
	require.NoError(t, err)
	total := len(c.Exercises)

	p := openTerminal(t, exe, c.Root, "#!/bin/sh\nfor file; do :; done\necho 'this is not Go' > \"$file\"\n")
	p.shows("Welcome", "○ space", "Enter begins with "+study.Number(ex.ID))
	p.press(" ")
	p.shows("✓ space")
	p.press("\r")
	p.shows(study.Number(ex.ID)+" "+ex.Title, "page 1 of", fmt.Sprintf("0 of %d passed", total))
	p.press("\t")
	p.shows("Not graded yet")
	p.press("\x1b[C")
	p.shows("page 2 of")
	p.press("r")
	p.shows("✗ Failing", "took", "0 of")
	p.press("h")
	p.shows("Hint 1 of")

	p.press("e") // the editor breaks the file
	p.shows("✗ Failing: does not compile", "exercises/"+ex.ID+"/"+ex.Files[0]+":1")

	require.NoError(t, os.WriteFile(file, reference, 0o644))
	p.shows("✓ Passed", "took", fmt.Sprintf("1 of %d passed", total))
	p.press("q")
	p.ends()

	p = openTerminal(t, exe, c.Root, "#!/bin/sh\n")
	p.shows(fmt.Sprintf("1 of %d passed", total), "✓ "+study.Number(ex.ID), study.Number(c.Exercises[1].ID)+" "+c.Exercises[1].Title)
	p.press("p\t")
	p.shows("✓ Passed on", "watching for saves")
	p.press("s")
	p.shows("Your code and the reference", "solutions/"+ex.ID, "the same in both")
	p.press("s")
	p.press("x")
	p.shows("over?")
	p.press("n")
	p.press("r") // what is under way ends with the program
	p.shows("… Grading")
	p.press("q")
	p.ends()
	p.leavesNothing()

	p = openTerminal(t, exe, c.Root, "#!/bin/sh\n")
	p.press("r")
	p.shows("… Grading")
	require.NoError(t, p.tty.Close()) // and with its terminal
	p.isOver()
	p.leavesNothing()
}

// copyCourse copies what a learner has to a folder of its own.
func copyCourse(t *testing.T) *course.Course {
	t.Helper()
	from, err := course.Find(".")
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(from, "solutions")); err != nil {
		t.Skip("this copy of the course has no hidden tests")
	}
	to := t.TempDir()
	require.NoError(t, coursetest.CopyReal(to))
	c, err := course.Load(to)
	require.NoError(t, err)
	return c
}

// A session is a program in a pseudo-terminal.
type session struct {
	t    *testing.T
	cmd  *exec.Cmd
	tty  *os.File
	tmp  string
	done chan struct{} // the terminal has been read to its end

	mu   sync.Mutex
	term vt10x.Terminal
	news chan struct{} // holds a token when the screen has changed
}

// openTerminal starts the program. editor is a script that edits a file.
func openTerminal(t *testing.T, exe, dir, editor string) *session {
	t.Helper()
	s := &session{t: t, tmp: t.TempDir(), done: make(chan struct{}), news: make(chan struct{}, 1),
		term: vt10x.New(vt10x.WithSize(120, 40))}
	script := filepath.Join(t.TempDir(), "an-editor")
	require.NoError(t, os.WriteFile(script, []byte(editor), 0o755))
	s.cmd = exec.Command(exe)
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "NO_COLOR=", "VISUAL="+script, "TMPDIR="+s.tmp, "WORKBOOK_POLL=")
	tty, err := pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 40, Cols: 120})
	require.NoError(t, err)
	s.tty = tty
	go s.read()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill() // it is over already unless the test failed
		_ = tty.Close()
		<-s.done
	})
	return s
}

func (s *session) read() {
	defer close(s.done)
	buf := make([]byte, 4096)
	for {
		n, err := s.tty.Read(buf)
		s.mu.Lock()
		_, _ = s.term.Write(buf[:n])
		s.mu.Unlock()
		select {
		case s.news <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (s *session) screen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.String()
}

// shows waits until the screen shows all the words at the same time.
func (s *session) shows(words ...string) {
	s.t.Helper()
	timeout := time.NewTimer(soon)
	defer timeout.Stop()
	for {
		screen, missing := s.screen(), ""
		for _, w := range words {
			if !strings.Contains(screen, w) {
				missing = w
			}
		}
		if missing == "" {
			return
		}
		select {
		case <-s.news:
		case <-s.done:
			s.t.Fatalf("the program ended without showing %q:\n%s", missing, screen)
		case <-timeout.C:
			s.t.Fatalf("the screen never showed %q:\n%s", missing, screen)
		}
	}
}

func (s *session) press(keys string) {
	s.t.Helper()
	_, err := s.tty.WriteString(keys)
	require.NoError(s.t, err)
}

// ends waits for the program to end well.
func (s *session) ends() {
	s.t.Helper()
	if err := s.isOver(); err != nil {
		s.t.Fatalf("the program ended with %v:\n%s", err, s.screen())
	}
}

// isOver waits for the program to end in any way.
func (s *session) isOver() error {
	s.t.Helper()
	over := make(chan error, 1)
	go func() { over <- s.cmd.Wait() }()
	select {
	case err := <-over:
		return err
	case <-time.After(soon):
		s.t.Fatalf("the program did not end:\n%s", s.screen())
		return nil
	}
}

// leavesNothing looks for what the grader makes while it works.
func (s *session) leavesNothing() {
	s.t.Helper()
	left, err := filepath.Glob(filepath.Join(s.tmp, "workbook-*"))
	require.NoError(s.t, err)
	require.Empty(s.t, left)
}
