package propagate_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	propagate "workbook/solutions/09_propagate"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

// run calls the learner's Run on a goroutine of its own.
func run(c *check.C, who string, work func()) *check.Call {
	return c.Go(who, func() error {
		propagate.Run(func() {
			defer c.Task("work")()
			work()
		})
		return nil
	})
}

// A witness sees which work runs on the goroutine of its Run's caller.
type witness struct{ inline atomic.Int32 }

// run calls the learner's Run on the caller's goroutine.
func (w *witness) run(work func()) {
	caller := panictest.Goroutine()
	propagate.Run(func() {
		if panictest.Goroutine() == caller {
			w.inline.Add(1)
		}
		work()
	})
}

// apart fails the check if any did. how says which Runs they were.
func (w *witness) apart(c *check.C, how string) {
	if n := w.inline.Load(); n > 0 {
		c.Failf("%s, and the work of %d of them ran on the goroutine of its caller. Run starts a goroutine for its work, however many are at work already: work may end its goroutine or lock it to a thread, and the caller's is not its own", how, n)
	}
}

// A way is one in which work can end.
type way struct {
	how string
	end func()
}

func ways() []way {
	return []way{
		{"panicked", func() { panic("a panic") }},
		{"called runtime.Goexit", panictest.Goexit},
		{"returned", func() {}},
	}
}

// ended is true once the call has come to an end.
func ended(k *check.Call) bool {
	select {
	case <-k.Done():
		return true
	default:
		return false
	}
}

// ends awaits the end of a Run. how says what work did.
func ends(c *check.C, k *check.Call, how string) check.Ending {
	if !c.Await(func() bool { return ended(k) }) {
		k.Returns(how + ", and Run waits for ever. However work ends, its goroutine runs what was deferred there: let a deferred function tell Run in every case, whether there was a panic or not")
	}
	return k.Ended()
}

// returns awaits a Run that must return. how says what work did.
func returns(c *check.C, k *check.Call, how string) {
	switch ends(c, k, how) {
	case check.Panicked:
		value, _ := k.Panicked()
		c.Fail(check.Mistake{
			Message: how + ", and Run panicked. There was no panic to pass on",
			Got:     "a panic with " + panictest.Show(value), Expected: "no panic",
		})
	case check.Exited:
		c.Failf("%s, and Run ended the goroutine of its caller. Run must return when work returned", how)
	}
}

// panics awaits a Run that must panic with want.
func panics(c *check.C, k *check.Call, want any, how string) {
	ends(c, k, how)
	got, ok := k.Panicked()
	if !ok {
		c.Fail(check.Mistake{
			Message: how + ", and Run did not panic. The caller goes on as if the work had been done: raise the value again on the caller's goroutine",
			Got:     "no panic: Run " + string(k.Ended()), Expected: "a panic with " + panictest.Show(want),
		})
	}
	if !panictest.Same(got, want) {
		c.Fail(check.Mistake{
			Message: how + ", and Run panicked with something else. The caller must meet the very value that work panicked with, not a text, a copy or an error about it: give panic what recover gave you",
			Got:     "a panic with " + panictest.Show(got), Expected: "a panic with " + panictest.Show(want),
		})
	}
}

// exits awaits a Run whose work called runtime.Goexit.
func exits(c *check.C, k *check.Call, how string) {
	ends(c, k, how)
	if value, ok := k.Panicked(); ok {
		c.Fail(check.Mistake{
			Message: how + ", and Run panicked. runtime.Goexit is no panic: recover gives nil, though work did not return",
			Got:     "a panic with " + panictest.Show(value), Expected: "no panic",
		})
	}
}

// atOnce has Runs at the same time whose work is over as soon as it begins, perhaps before
// its Run waits for it.
func atOnce(c *check.C) {
	const n = 60
	var calls [n]*check.Call
	var values [n]error
	start := make(chan struct{})
	for i := range n {
		values[i] = fmt.Errorf("panic of short work %d", i)
		calls[i] = c.Go(fmt.Sprintf("Run of short work %d", i), func() error {
			<-start
			propagate.Run(func() {
				switch i % 3 {
				case 0:
					panic(values[i])
				case 1:
					panictest.Goexit()
				}
			})
			return nil
		})
	}
	close(start)
	how := fmt.Sprintf("Of %d Runs at the same time, which know nothing of each other and whose work is over at once, this one's work", n)
	for i, call := range calls {
		switch i % 3 {
		case 0:
			panics(c, call, values[i], how+" panicked")
		case 1:
			exits(c, call, how+" called runtime.Goexit")
		case 2:
			returns(c, call, how+" returned")
		}
	}
}
