//go:build unix

package tui

import (
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
)

// Whom a signal is for, as kill(2) numbers them.
const wholeGroup = 0

// canStop says whether this system has shells that stop programs.
const canStop = true

var onlyMe = os.Getpid()

// watch takes the signals of a shell until the function that it returns is called.
func (c *jobControl) watch(post func(tea.Msg)) (stop func()) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTSTP, syscall.SIGCONT)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for s := range signals {
			switch s {
			case syscall.SIGTSTP:
				c.stopped(post)
			case syscall.SIGCONT:
				c.continued(post)
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
		<-done
	}
}

func (c *jobControl) stopped(post func(tea.Msg)) {
	switch {
	case c.enter(stopping):
		post(stopMsg{})
	case c.now() == lent:
		halt(onlyMe) // the editor does what is to be done to the screen
	}
}

func (c *jobControl) continued(post func(tea.Msg)) {
	switch c.now() {
	case stopping:
		c.wake()
	case here:
		if !inForeground() {
			halt(onlyMe) // bg: there is nothing to do without a screen
			return
		}
		post(continuedMsg{})
	}
}

// pause stops the program, and returns when it goes on and has the terminal. Where
// nobody would ever let it go on, it returns at once.
func (c *jobControl) pause(who int) {
	defer c.leave()
	select {
	case <-c.woken: // it has been stopped and continued before it came to this
		return
	default:
	}
	if hasNoShell() {
		return
	}
	halt(who)
	for c.hasWoken() && !inForeground() {
		halt(who)
	}
}

// halt stops. SIGTSTP would be the name for it, but the runtime of Go gives a signal
// that was listened to never back to the system: it would do nothing.
func halt(who int) { _ = syscall.Kill(who, syscall.SIGSTOP) }

// hasNoShell reports whether the program was started in the place of a shell, as by
// xterm -e or tmux new.
func hasNoShell() bool {
	session, err := unix.Getsid(0)
	return err == nil && session == unix.Getpgrp()
}

// inForeground reports whether the terminal is this program's to write to.
func inForeground() bool {
	group, err := unix.IoctlGetInt(int(os.Stdin.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}
