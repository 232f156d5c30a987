package task_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// is gives a function that knows the value of a panic.
func is(want error) func(any) bool { return func(got any) bool { return got == any(want) } }

type key struct{}

func TestParentContext(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := c.Rand().Int()
		parent, cancel := context.WithCancel(context.WithValue(context.Background(), key{}, want))
		var got any
		h := spawn(c, parent, func(ctx context.Context) (int, error) {
			got = ctx.Value(key{})
			<-ctx.Done()
			return 0, ctx.Err()
		})
		neighbour := spawn(c, parent, listen(plain))

		abort(c, h)
		j := join(c, "joiner", h)
		j.Returns(hearsIt)
		if got != any(want) {
			c.Fail(check.Mistake{
				Message: "The context that Spawn was given holds a value, and the one that f was given does not. Make it with context.WithCancel from the one of the caller, not from context.Background",
				Got:     fmt.Sprint(got), Expected: fmt.Sprint(want),
			})
		}
		if parent.Err() != nil {
			c.Failf("Abort of one task ended the context that Spawn was given, which belongs to the caller and to others")
		}
		j = join(c, "joiner of a neighbour", neighbour)
		j.Call.StillRunning("One task was aborted, and another one, which was spawned with the same context, is over")

		cancel()
		j.Returns("The context that Spawn was given was cancelled, and the task never hears of it: make the context of f from that one")
		j.cancelled(context.Canceled, "The context that Spawn was given was cancelled, and the task returned the error of its own context")
		causes(c)
	})
}

// causes ends the context of the caller for a reason of the caller's, which the context
// of f has to know, as a child does.
func causes(c *check.C) {
	cause := errors.New("the caller's reason")
	parent, end := context.WithCancelCause(context.Background())
	var got error
	h := spawn(c, parent, func(ctx context.Context) (int, error) {
		<-ctx.Done()
		got = context.Cause(ctx)
		return 0, ctx.Err()
	})
	end(cause)
	j := join(c, "joiner of a task whose caller gave a reason", h)
	j.Returns("The context that Spawn was given was cancelled, and the task never hears of it: make the context of f from that one")
	j.cancelled(context.Canceled, "The context that Spawn was given was cancelled with a cause, and the task returned what Err of its own context gave, and not that cause")
	if got != cause {
		c.Fail(check.Mistake{
			Message: "The context that Spawn was given was cancelled with a cause, and context.Cause of the one that f was given does not know it. Make it with context.WithCancel from the one of the caller",
			Got:     show(got), Expected: show(cause),
		})
	}

	h = spawn(c, parent, func(ctx context.Context) (int, error) { return 3, context.Cause(ctx) })
	join(c, "joiner of a task that returns the cause", h).
		gives(3, cause, "The context of f is over, and f returned its cause, which is another error than what Err of the context gives")
}

func TestDeadline(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const limit = 40 * time.Minute
		parent, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		over := make(chan struct{})
		var said error
		h := spawn(c, parent, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			said = ctx.Err()
			close(over)
			return 99, said
		})
		// Nobody joins yet: a joiner that waits for a lock would stop the clock.
		c.Sleep(limit - time.Second)
		c.Settle()
		if isClosed(over) {
			c.Failf("The context that Spawn was given has a time limit of %v, and that of f was over before. It has the limit of the caller, and no other", limit)
		}
		heard := fmt.Sprintf("The context that Spawn was given has a time limit of %v, and the task never hears of its end: make the context of f from that one", limit)
		if !c.Await(func() bool { return isClosed(over) }) {
			c.Failf("%s", heard)
		}
		if said != context.DeadlineExceeded {
			c.Fail(check.Mistake{
				Message: "The time limit of the context that Spawn was given has passed, and Err of the one that f was given says something else. Make it with context.WithCancel from the one of the caller, and it ends as that does",
				Got:     show(said), Expected: show(context.DeadlineExceeded),
			})
		}
		j := join(c, "joiner", h)
		j.Returns(heard)
		j.cancelled(context.DeadlineExceeded, "The time limit of the context that Spawn was given has passed, and the task returned the error of its context, which is context.DeadlineExceeded")

		passedAndAborted(c)

		j = join(c, "joiner of another task", spawn(c, parent, func(context.Context) (int, error) { return 99, context.Canceled }))
		j.gives(99, context.Canceled, "The time limit of the context that Spawn was given has passed, and the task returned context.Canceled, which came from somewhere else. What its own context says is context.DeadlineExceeded")
		j = join(c, "joiner of a task whose read took too long", spawn(c, parent, func(context.Context) (int, error) { return 99, os.ErrDeadlineExceeded }))
		j.gives(99, os.ErrDeadlineExceeded, "The time limit of the context that Spawn was given has passed, and the task returned os.ErrDeadlineExceeded, which a Read gives that took too long. What its own context says is context.DeadlineExceeded, which is another error")
	})
}

// passedAndAborted has both happen to a task: the time limit of its caller passes, and Abort
// is called. What comes first is what its context tells for ever.
func passedAndAborted(c *check.C) {
	for _, v := range []struct {
		how          string
		abortedFirst bool
		why          error
	}{
		{"The time limit of the context that Spawn was given passed, and then Abort was called", false, context.DeadlineExceeded},
		{"Abort was called, and then the time limit of the context that Spawn was given passed", true, context.Canceled},
	} {
		parent, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		work := c.Gate("the task's work")
		h := spawn(c, parent, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			work.Wait()
			return 99, ctx.Err()
		})
		if v.abortedFirst {
			abort(c, h)
		}
		c.Sleep(2 * time.Minute)
		work.Arrived(1, v.how+", and the task never heard of it")
		abort(c, h)
		work.Open()
		j := join(c, "joiner", h)
		j.Returns(endIt)
		j.cancelled(v.why, v.how+", and the task returned the error of its context")
	}
}

func TestKeepApart(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 20
		var handles [n]*task.Handle[int]
		for i := range handles {
			handles[i] = spawn(c, context.Background(), func(ctx context.Context) (int, error) {
				<-ctx.Done()
				return 0, fmt.Errorf("task %d: %w", i, ctx.Err())
			})
		}
		var joiners [n]*joining[int]
		for i, h := range handles {
			joiners[i] = join(c, fmt.Sprintf("joiner %d", i), h)
		}
		for _, i := range c.Rand().Perm(n) {
			joiners[i].Call.StillRunning("Other tasks were aborted, and the end of this one was told to its joiner. Each handle has a context of its own")
			abort(c, handles[i])
			joiners[i].Returns("Abort of one of several handles was called, and its own task never hears of it. Each handle has a context of its own, which its own Abort ends.")
			joiners[i].failed("Abort was called, and the task returned the error of its context")
			if told, want := joiners[i].Err.Error(), fmt.Sprintf("task %d: ", i); !strings.Contains(told, want) {
				c.Fail(check.Mistake{
					Message: "Each of many tasks gave up with an error that names it, and the words of Error do not hold the name of the task that was joined. They must hold all that f's error says, and nothing may be shared between handles",
					Got:     fmt.Sprintf("%q", told), Expected: fmt.Sprintf("words that hold %q", want),
				})
			}
		}
	})
}

func TestAllAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 50
		h := spawn(c, context.Background(), listen(plain))
		// A plain channel: nothing but the learner's code orders the goroutines, so
		// that the race detector sees all of them at once.
		start := make(chan struct{})
		var joiners [n]*joining[int]
		var aborts [n]*check.Call
		for i := range n {
			joiners[i] = joinAfter(c, fmt.Sprintf("joiner %d", i+1), h, start)
			aborts[i] = c.Go(fmt.Sprintf("Abort %d", i+1), func() error {
				<-start
				h.Abort()
				return nil
			})
		}
		c.Settle()
		close(start)
		for i := range n {
			if !aborts[i].Running() {
				if value, ok := aborts[i].Panicked(); ok {
					c.Failf("Abort was called %d times at once, and panicked with %v. A channel can be closed once; a cancel function may be called as often as you like", n, value)
				}
			}
			aborts[i].Returns(abortIt)
		}
		for _, j := range joiners {
			j.Returns(hearsIt)
			j.cancelled(context.Canceled, fmt.Sprintf("%d goroutines called Abort and as many called Join, all at once, and the task returned the error of its context", n))
		}
	})
}

func TestAbortsItself(t *testing.T) {
	check.Run(t, func(c *check.C) {
		mine := make(chan *task.Handle[int], 1)
		h := spawn(c, context.Background(), func(ctx context.Context) (int, error) {
			(<-mine).Abort()
			<-ctx.Done()
			return 0, ctx.Err()
		})
		mine <- h
		j := join(c, "joiner", h)
		j.Returns("A task called Abort of its own handle, and never came to its end. Abort must not wait for the task, nor hold a lock that the task holds")
		j.cancelled(context.Canceled, "The task called Abort of its own handle, and returned the error of its context")
	})
}

// A foreign context is one that package context does not know: whoever makes a
// child of it has a goroutine until the child is over.
type foreign struct {
	context.Context
	done chan struct{}
}

func (f foreign) Done() <-chan struct{} { return f.done }

func TestNothingIsLeft(t *testing.T) {
	check.Run(t, func(c *check.C) {
		parent := foreign{context.Background(), make(chan struct{})}
		const kept = "and the context of f is not over. A context that nobody cancels is kept by its parent for as long as that lives: let the task's goroutine call the cancel function at its end, in a deferred call"
		for _, v := range []struct {
			how string
			end func() (int, error)
		}{
			{"The task returned", func() (int, error) { return 3, nil }},
			{"The task failed", func() (int, error) { return 3, context.DeadlineExceeded }},
			{"The task panicked", func() (int, error) { panic("a panic") }},
			{"The task called runtime.Goexit", func() (int, error) { panictest.Goexit(); return 3, nil }},
		} {
			var its context.Context
			spawn(c, parent, func(ctx context.Context) (int, error) { its = ctx; return v.end() })
			c.Settle()
			if its == nil {
				c.Failf("f was not called, though Spawn has returned")
			}
			if its.Err() == nil {
				c.Failf("%s, nobody joins it, %s", v.how, kept)
			}
		}
		h := spawn(c, parent, listen(plain))
		abort(c, h)
		c.NoLeaks("Tasks are over, joined or not, and something of them is left. A task's goroutine must end when f does, and with it whatever waits for its context")
	})
}
