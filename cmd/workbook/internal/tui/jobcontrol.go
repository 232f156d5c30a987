package tui

import (
	"io"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A jobControl stops the program the way that a shell expects it, and brings the
// screen back when it goes on.
//
// Bubble Tea knows of this only what its own key does. A program that is stopped from
// outside leaves the shell on the alternate screen and in raw mode, and is dead when
// it goes on: the shell has made the terminal its own meanwhile. So the signals are
// caught here and turned into messages; what they ask for is done as a command that
// has the terminal for itself ([tea.Exec]), because Bubble Tea gives the terminal
// back before one, and takes it again, with a full redraw, after it.
//
// Against SIGSTOP no program can do anything. The shell then has the screen as it is,
// and SIGCONT brings ours back.
type jobControl struct {
	mu    sync.Mutex
	state jobState
	woken chan struct{} // holds a token when SIGCONT came while stopping
	title title         // given back while a shell or an editor has the terminal
}

// A jobState says who has the terminal.
type jobState int

const (
	here     jobState = iota // this program
	stopping                 // nobody, or the shell
	lent                     // an editor
)

// A stopMsg asks to stop, a continuedMsg says that the program goes on after it was
// stopped unawares.
type (
	stopMsg      struct{}
	continuedMsg struct{}
)

func newJobControl() *jobControl { return &jobControl{woken: make(chan struct{}, 1)} }

// enter puts the terminal into other hands, if this program has it.
func (c *jobControl) enter(s jobState) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != here {
		return false
	}
	c.state = s
	select {
	case <-c.woken:
	default:
	}
	return true
}

// leave takes the terminal back.
func (c *jobControl) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = here
}

func (c *jobControl) now() jobState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// wake notes a SIGCONT that was waited for.
func (c *jobControl) wake() {
	select {
	case c.woken <- struct{}{}:
	default:
	}
}

// hasWoken reports whether SIGCONT comes within a moment. The time that the program
// is stopped does count, so it is a moment of several parts, the last of which begins
// after the program goes on.
func (c *jobControl) hasWoken() bool {
	const parts, part = 5, 40 * time.Millisecond
	for range parts {
		select {
		case <-c.woken:
			return true
		case <-time.After(part):
		}
	}
	return false
}

// update does what the signals ask for.
func (c *jobControl) update(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case stopMsg:
		return tea.Exec(alone(func() { c.away(onlyMe) }), nothing)
	case continuedMsg:
		return tea.Exec(alone(func() {}), nothing)
	}
	return nil
}

// suspend stops the program and all that was started with it, as the key of the
// terminal would.
func (c *jobControl) suspend() tea.Cmd {
	if !c.enter(stopping) {
		return nil
	}
	return tea.Exec(alone(func() { c.away(wholeGroup) }), nothing)
}

// away is a pause under the terminal's own title.
func (c *jobControl) away(who int) {
	c.title.restore()
	defer c.title.keep()
	c.pause(who)
}

// alone is a command that is done while nothing is drawn: it begins when the
// goroutine that draws is over, and not while it is about to be.
type alone func()

func (a alone) Run() error        { awaitUndrawn(); a(); return nil }
func (alone) SetStdin(io.Reader)  {}
func (alone) SetStdout(io.Writer) {}
func (alone) SetStderr(io.Writer) {}

// nothing is what there is to say when a command is over.
func nothing(error) tea.Msg { return nil }
