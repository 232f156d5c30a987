package check

import (
	"fmt"
	"sync"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
	"workbook/grader/report/outcome"
)

// An Ending is how a [Call] ended.
type Ending string

// The endings.
const (
	Returned Ending = "returned"
	Panicked Ending = "panicked" // a panic left the function
	Exited   Ending = "exited"   // runtime.Goexit ended its goroutine
)

// A Call is a function of the learner that runs on a goroutine of its own.
type Call struct {
	c    *C
	name string
	done chan struct{}

	mu      sync.Mutex
	id      int // of its goroutine
	ending  Ending
	err     error
	value   any         // what was panicked with
	at      trace.Frame // the learner's line that panicked, or
	theirs  bool        // false: that called a task which did
	watched bool        // the check asked how it ended
}

// Go starts f, which calls the learner's code, on a goroutine of the bubble. A
// panic that leaves f is recorded instead of ending the process; the check fails
// if it never asks about it.
func (c *C) Go(name string, f func() error) *Call {
	c.alive()
	k := &Call{c: c, name: name, done: make(chan struct{})}
	c.mu.Lock()
	c.calls = append(c.calls, k)
	c.mu.Unlock()
	c.Mark(outcome.Spawned, name, "")
	started := make(chan struct{})
	go k.run(f, started)
	<-started
	return k
}

func (k *Call) run(f func() error, started chan<- struct{}) {
	k.mu.Lock()
	k.id = self().ID
	k.mu.Unlock()
	kit.Named(k.id, k.name)
	close(started)
	ending := Exited
	var err error
	defer func() {
		var value any
		var at trace.Frame
		theirs := true
		if ending == Exited {
			if value = recover(); value != nil {
				ending = Panicked
				theirs, at, _ = kit.WhoPanicked(kit.OwnFrames())
				k.c.Mark(outcome.Panicked, k.name, fmt.Sprint(value))
			}
		}
		k.mu.Lock()
		k.ending, k.err, k.value, k.at, k.theirs = ending, err, value, at, theirs
		k.mu.Unlock()
		k.c.Mark(outcome.Joined, k.name, string(ending))
		close(k.done)
		k.c.happened()
	}()
	if err = f(); err != nil {
		kit.Gave(k.id, err)
	}
	ending = Returned
}

// Done is closed when the call has ended.
func (k *Call) Done() <-chan struct{} { return k.done }

func (k *Call) over() bool {
	select {
	case <-k.done:
		return true
	default:
		return false
	}
}

// Returns waits until the function returns, and gives its error. It fails the
// check with the sentence when the function never returns, panics, or ends its
// goroutine.
func (k *Call) Returns(why string) error {
	switch k.await(why) {
	case Panicked:
		k.failPanicked(why)
	case Exited:
		k.c.Failf("%s %s ended its goroutine with runtime.Goexit instead of returning.", kit.Sentence(why), k.name)
	}
	return k.err
}

// await waits for the end.
func (k *Call) await(why string) Ending {
	k.c.alive()
	k.watch()
	if !k.c.want(why, k.over) {
		k.c.never(Mistake{Message: fmt.Sprintf("%s %s does not return.", kit.Sentence(why), kit.Upper(k.name))})
	}
	return k.ending
}

// watch notes that the check asks how the call ended.
func (k *Call) watch() {
	k.mu.Lock()
	k.watched = true
	k.mu.Unlock()
}

func (k *Call) isWatched() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.watched
}

func (k *Call) failPanicked(why string) {
	k.c.fail(Mistake{
		Message: fmt.Sprintf("%s %s", kit.Sentence(why), k.panicSentence()),
		At:      kit.PositionOf(k.at),
	}, outcome.Crash)
}

func (k *Call) panicSentence() string {
	switch {
	case k.at.Zero():
		return fmt.Sprintf("%s panicked: %s.", kit.Upper(k.name), kit.Plain(k.value))
	case k.theirs:
		return fmt.Sprintf("%s panicked at %s: %s.", kit.Upper(k.name), k.at, kit.Plain(k.value))
	}
	return fmt.Sprintf("A task that %s was given panicked, as it may: %s. %s", k.name, kit.Plain(k.value), kit.LetGoOn(k.at))
}

// Running lets everything rest and reports whether the function still runs.
func (k *Call) Running() bool {
	k.c.Settle()
	return !k.over()
}

// StillRunning lets everything rest and fails the check with the sentence when the
// function has ended.
func (k *Call) StillRunning(why string) {
	if k.Running() {
		return
	}
	k.watch()
	switch k.ending {
	case Panicked:
		k.failPanicked(why)
	case Exited:
		k.c.Failf("%s %s has ended its goroutine with runtime.Goexit.", kit.Sentence(why), kit.Upper(k.name))
	default:
		k.c.Failf("%s %s has returned %s already.", kit.Sentence(why), kit.Upper(k.name), kit.ErrorText(k.err))
	}
}

// AtOnce waits for the end, and fails the check with the sentence when the bubble's
// time had to pass for it: then something looks now and again whether to end, and
// nothing wakes it.
func (k *Call) AtOnce(why string) {
	began := k.c.Now()
	k.await(why)
	if late := k.c.Now() - began; late > 0 {
		k.c.Failf("%s %s ended %v late.", kit.Sentence(why), k.name, late)
	}
}

// Ended waits for the end and says how it came. It fails the check when there is
// none.
func (k *Call) Ended() Ending { return k.await(k.name + " must come to an end.") }

// Panicked waits for the end and gives the value that the function panicked with.
// It is false when the function returned or called runtime.Goexit.
func (k *Call) Panicked() (value any, ok bool) {
	ending := k.Ended()
	return k.value, ending == Panicked
}

// addCalls adds to a message how calls have ended that the check has not asked
// about, for that may explain it. It reports whether one panicked.
func (c *C) addCalls(m *Mistake) (panicked bool) {
	c.mu.Lock()
	calls := c.calls
	c.mu.Unlock()
	said := 0
	for _, k := range calls {
		if !k.over() || k.isWatched() || said == 3 {
			continue
		}
		said++
		switch k.ending {
		case Panicked:
			panicked = true
			m.Message = kit.Sentence(m.Message) + " " + k.panicSentence()
			if m.At == (Position{}) {
				m.At = kit.PositionOf(k.at)
			}
		case Exited:
			m.Message = fmt.Sprintf("%s %s has ended its goroutine with runtime.Goexit.", kit.Sentence(m.Message), kit.Upper(k.name))
		case Returned:
			m.Message = fmt.Sprintf("%s %s has returned %s.", kit.Sentence(m.Message), kit.Upper(k.name), kit.ErrorText(k.err))
		}
	}
	return panicked
}

// panicsSeen fails the check when a call panicked and nobody asked.
func (c *C) panicsSeen() {
	c.mu.Lock()
	calls := c.calls
	c.mu.Unlock()
	for _, k := range calls {
		if k.over() && k.ending == Panicked && !k.isWatched() {
			c.fail(Mistake{Message: k.panicSentence(), At: kit.PositionOf(k.at)}, outcome.Crash)
		}
	}
}

// callNames gives the names of the calls' goroutines.
func (c *C) callNames() map[int]string {
	c.mu.Lock()
	calls := c.calls
	c.mu.Unlock()
	names := make(map[int]string, len(calls))
	for _, k := range calls {
		k.mu.Lock()
		if k.id != 0 {
			names[k.id] = k.name
		}
		k.mu.Unlock()
	}
	return names
}
