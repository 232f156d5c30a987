//go:build !windows

package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/require"
	"golang.org/x/term"
)

// What a terminal is asked for, and says and is told, about frames that are to be drawn as
// a whole.
const (
	wholeAsked  = "\x1b[?2026$p"
	wholeYes    = "\x1b[?2026;2$y"
	wholeBegins = "\x1b[?2026h"
	wholeEnds   = "\x1b[?2026l"
)

// A sitting is a program in a terminal that shows whole frames only, as modern ones do. So
// a test never sees half of one, and never misses one.
type sitting struct {
	t        *testing.T
	cmd      *exec.Cmd
	tty      *os.File
	columns  int
	deadline time.Time     // of the test; zero: none
	done     chan struct{} // the program is over, and all that it wrote has been read
	ended    ending
	news     chan struct{} // holds a token when something was written

	mu     sync.Mutex
	screen vt10x.Terminal
	frames []string // each as it was shown, since they were taken
	all    bytes.Buffer
}

// An ending is how a program ended.
type ending struct {
	err           error
	before, after *term.State // what the terminal did with keys and lines
}

// sit starts the program.
func sit(t *testing.T, cmd *exec.Cmd, size pty.Winsize) *sitting {
	t.Helper()
	s := &sitting{t: t, cmd: cmd, columns: int(size.Cols), done: make(chan struct{}), news: make(chan struct{}, 1),
		screen: vt10x.New(vt10x.WithSize(int(size.Cols), int(size.Rows)))}
	if at, ok := t.Deadline(); ok {
		s.deadline = at.Add(-10 * time.Second) // so that it can still say what it saw
	}
	tty, own, err := pty.Open()
	require.NoError(t, err)
	require.NoError(t, pty.Setsize(tty, &size))
	s.tty = tty
	s.ended.before, err = term.GetState(int(own.Fd()))
	require.NoError(t, err)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = own, own, own
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	go s.read()
	go s.wait(own)
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it is over already unless the test failed
		<-s.done
		_ = tty.Close()
	})
	return s
}

// wait waits for the program, whose side of the terminal is own.
func (s *sitting) wait(own *os.File) {
	s.ended.err = s.cmd.Wait()
	s.ended.after, _ = term.GetState(int(own.Fd())) // nil is none that anybody had before
	_ = own.Close()                                 // then there is no more to read
}

func (s *sitting) read() {
	defer close(s.done)
	var pending []byte // the beginning of a frame
	buf := make([]byte, 16<<10)
	for {
		n, err := s.tty.Read(buf)
		if bytes.Contains(buf[:n], []byte(wholeAsked)) {
			_, _ = s.tty.WriteString(wholeYes)
		}
		pending = s.draw(append(pending, buf[:n]...))
		select {
		case s.news <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// draw draws what is whole, and returns the rest.
func (s *sitting) draw(b []byte) (rest []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		before, frame, begun := bytes.Cut(b, []byte(wholeBegins))
		s.write(before)
		if !begun {
			return nil
		}
		frame, after, whole := bytes.Cut(frame, []byte(wholeEnds))
		if !whole {
			return append([]byte(wholeBegins), frame...)
		}
		s.write(frame)
		b = after
	}
}

func (s *sitting) write(b []byte) {
	if len(b) == 0 {
		return
	}
	_, _ = s.screen.Write(b)
	_, _ = s.all.Write(b)
	s.frames = append(s.frames, s.screen.String())
}

// now is the screen as it is.
func (s *sitting) now() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.screen.String()
}

// take gives the frames that were shown since they were taken last.
func (s *sitting) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.frames
	s.frames = nil
	return all
}

// until waits until the screen is as wanted, and returns it. what says so when it never is.
func (s *sitting) until(what string, wanted func(screen string) bool) string {
	s.t.Helper()
	var stuck <-chan time.Time
	if !s.deadline.IsZero() {
		timer := time.NewTimer(time.Until(s.deadline))
		defer timer.Stop()
		stuck = timer.C
	}
	for {
		screen := s.now()
		if wanted(screen) {
			return screen
		}
		select {
		case <-s.news:
		case <-s.done:
			if screen = s.now(); wanted(screen) {
				return screen
			}
			s.t.Fatalf("the program is over, without %s:\n%s", what, screen)
		case <-stuck:
			s.t.Fatalf("there was never %s:\n%s", what, screen)
		}
	}
}

// shows waits until the screen shows all the words at the same time.
func (s *sitting) shows(words ...string) string {
	s.t.Helper()
	return s.until(strings.Join(words, ", "), func(screen string) bool { return containsAll(screen, words) })
}

// press presses keys, and returns the screen before.
func (s *sitting) press(keys string) (before string) {
	s.t.Helper()
	before = s.now()
	_, err := s.tty.WriteString(keys)
	require.NoError(s.t, err)
	return before
}

// changes presses keys, and waits for another screen.
func (s *sitting) changes(keys string) string {
	s.t.Helper()
	before := s.press(keys)
	return s.until("another screen after "+keys, func(screen string) bool { return screen != before })
}

// quits presses q, and returns what the program leaves behind. The terminal must be as it
// was before.
func (s *sitting) quits() (left string) {
	s.t.Helper()
	s.press("q")
	s.until("an end", func(string) bool {
		select {
		case <-s.done:
			return true
		default:
			return false
		}
	})
	require.NoError(s.t, s.ended.err, "%s", s.now())
	require.Equal(s.t, s.ended.before, s.ended.after, "the terminal is not as it was")
	require.Zero(s.t, s.screen.Mode()&(vt10x.ModeAltScreen|vt10x.ModeMouseMask|vt10x.ModeMouseSgr|vt10x.ModeFocus|vt10x.ModeHide),
		"the terminal is not as it was")
	_, after, _ := strings.Cut(lastOf(s.all.String(), "\x1b[?1049l"), "\x1b[?1049l")
	return ansi.Strip(after)
}

// lastOf is s from where text stands in it for the last time.
func lastOf(s, text string) string { return s[max(strings.LastIndex(s, text), 0):] }
