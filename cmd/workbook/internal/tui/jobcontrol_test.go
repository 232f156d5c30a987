//go:build unix

package tui

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"workbook/cmd/workbook/internal/fake"
)

// childEnv is set in the processes that the tests of job control start: a shell and
// its job. Each is this test program, running one of the two functions below.
const childEnv = "WORKBOOK_TEST_CHILD"

// TestChildScreen is the job: the program, with nothing real behind it.
func TestChildScreen(t *testing.T) {
	if os.Getenv(childEnv) != "screen" {
		t.Skip("it is a part of TestStopped")
	}
	require.NoError(t, Run(t.Context(), Config{Course: fake.NewCourse(t), Grader: fake.NewGrader(), Progress: fake.NewProgress(),
		Watch: fake.NewWatcher().AsWatcher}))
}

// TestChildShell is a shell with one job. It says on file 4 what becomes of it, and
// reads from file 3 what to do: "fg" or "bg".
func TestChildShell(t *testing.T) {
	if os.Getenv(childEnv) != "shell" {
		t.Skip("it is a part of TestStopped")
	}
	tty, orders, events := int(os.Stdin.Fd()), bufio.NewScanner(os.NewFile(3, "orders")), os.NewFile(4, "events")
	cooked, err := term.GetState(tty)
	require.NoError(t, err)
	job := exec.Command(os.Args[0], "-test.run=^TestChildScreen$")
	job.Env = append(os.Environ(), childEnv+"=screen")
	job.Stdin, job.Stdout, job.Stderr = os.Stdin, os.Stdout, os.Stderr
	job.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true, Ctty: tty}
	require.NoError(t, job.Start())
	signal.Ignore(syscall.SIGTTOU) // after Start: the job does not
	fmt.Fprintln(events, "pid", job.Process.Pid)
	for {
		var status syscall.WaitStatus
		_, err := syscall.Wait4(job.Process.Pid, &status, syscall.WUNTRACED, nil)
		if err == syscall.EINTR {
			continue
		}
		require.NoError(t, err)
		require.NoError(t, unix.IoctlSetPointerInt(tty, unix.TIOCSPGRP, unix.Getpgrp()))
		if !status.Stopped() {
			fmt.Println("the shell's")
			fmt.Fprintln(events, "exited")
			return
		}
		fmt.Fprintln(events, "stopped", status.StopSignal())
		require.NoError(t, term.Restore(tty, cooked))
		fmt.Println("the shell's")
		require.True(t, orders.Scan())
		if orders.Text() == "fg" {
			require.NoError(t, unix.IoctlSetPointerInt(tty, unix.TIOCSPGRP, job.Process.Pid))
		}
		require.NoError(t, syscall.Kill(-job.Process.Pid, syscall.SIGCONT))
	}
}

// A shellSession is a shell in a pseudo-terminal.
type shellSession struct {
	*session
	orders *os.File
	events *bufio.Scanner
	job    int // process id
}

func openShell(t *testing.T) *shellSession {
	t.Helper()
	s := &session{t: t, done: make(chan struct{}), news: make(chan struct{}, 1), term: vt10x.New(vt10x.WithSize(120, 40))}
	theirOrders, orders, err := os.Pipe()
	require.NoError(t, err)
	events, theirEvents, err := os.Pipe()
	require.NoError(t, err)
	s.cmd = exec.Command(os.Args[0], "-test.run=^TestChildShell$")
	s.cmd.Env = append(os.Environ(), "TERM=xterm-256color", childEnv+"=shell")
	s.cmd.ExtraFiles = []*os.File{theirOrders, theirEvents}
	s.tty, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 40, Cols: 120})
	require.NoError(t, err)
	theirOrders.Close()
	theirEvents.Close()
	sh := &shellSession{session: s, orders: orders, events: bufio.NewScanner(events)}
	_, err = fmt.Sscan(sh.event("pid"), &sh.job)
	require.NoError(t, err)
	go s.read()
	t.Cleanup(func() {
		_ = syscall.Kill(-sh.job, syscall.SIGKILL) // both are over already unless the test failed
		_ = s.cmd.Process.Kill()
		_ = s.tty.Close()
		<-s.done
		orders.Close()
		events.Close()
	})
	return sh
}

// event awaits an event of a kind, and returns what it says.
func (s *shellSession) event(kind string) string {
	s.t.Helper()
	require.True(s.t, s.events.Scan(), "the shell has ended")
	rest, ok := strings.CutPrefix(s.events.Text(), kind)
	require.True(s.t, ok, "%q instead of %q", s.events.Text(), kind)
	return rest
}

func (s *shellSession) order(what string) {
	s.t.Helper()
	_, err := fmt.Fprintln(s.orders, what)
	require.NoError(s.t, err)
}

// alternate reports whether the terminal shows its alternate screen.
func (s *session) alternate() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.term.Mode()&vt10x.ModeAltScreen != 0
}

// raw reports whether the terminal passes on each key as it is.
func (s *session) raw() bool {
	s.t.Helper()
	state, err := unix.IoctlGetTermios(int(s.tty.Fd()), getTermios)
	require.NoError(s.t, err)
	return state.Lflag&(unix.ICANON|unix.ECHO|unix.ISIG) == 0
}

func TestStopped(t *testing.T) {
	for name, test := range map[string]struct {
		stop func(s *shellSession)
		rude bool // the program is not asked
	}{
		"by its key": {stop: func(s *shellSession) { s.press("\x1a") }},
		"SIGTSTP":    {stop: func(s *shellSession) { require.NoError(s.t, syscall.Kill(s.job, syscall.SIGTSTP)) }},
		"SIGSTOP":    {stop: func(s *shellSession) { require.NoError(s.t, syscall.Kill(s.job, syscall.SIGSTOP)) }, rude: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := openShell(t)
			s.shows("01 One client at a time", "q quit", "watching for saves")
			for _, there := range []string{"02 A goroutine per client", "05 Join handles"} { // and once more
				test.stop(s)
				s.event("stopped")
				s.shows("the shell's")
				if !test.rude {
					require.False(t, s.alternate(), "the shell is on the alternate screen:\n%s", s.screen())
				}
				s.order("fg")
				s.shows("q quit", "watching for saves")
				s.press("n")
				s.shows("▌○ "+there, "q quit", "watching for saves")
				require.NotContains(t, s.screen(), "the shell's")
				require.True(t, s.alternate())
				require.True(t, s.raw())
			}
			s.press("q")
			s.event("exited")
			s.shows("the shell's")
			require.False(t, s.alternate())
			require.False(t, s.raw())
			s.ends()
		})
	}
}

func TestEndedFromOutside(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		s := openShell(t)
		s.shows("01 One client at a time", "q quit", "watching for saves")
		require.NoError(t, syscall.Kill(s.job, sig))
		s.event("exited")
		s.shows("the shell's")
		require.False(t, s.alternate(), "after %v", sig)
		require.False(t, s.raw(), "after %v", sig)
	}
}

func TestContinuedInTheBackground(t *testing.T) {
	s := openShell(t)
	s.shows("01 One client at a time", "q quit", "watching for saves")
	require.NoError(t, syscall.Kill(s.job, syscall.SIGTSTP))
	s.event("stopped")
	s.shows("the shell's")
	s.order("bg")
	s.event("stopped") // there is nothing to do without a screen
	require.False(t, s.alternate())
	s.order("fg")
	s.shows("q quit")
	s.press("q")
	s.event("exited")
	s.ends()
}

func TestNobodyLetsAnOrphanGoOn(t *testing.T) {
	c := newJobControl()
	require.True(t, c.enter(stopping))
	require.False(t, c.enter(lent), "one at a time")
	require.False(t, c.hasWoken())
	c.wake()
	c.wake()
	require.True(t, c.hasWoken())
	c.leave()
	c.wake()
	require.True(t, c.enter(stopping))
	start := time.Now()
	require.False(t, c.hasWoken(), "what came before it was asked to stop does not count")
	require.Positive(t, time.Since(start))
}
