package task_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestReturned(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		var early error
		h := spawn(c, context.Background(), func(ctx context.Context) (int, error) {
			early = ctx.Err()
			return want, nil
		})
		j := join(c, "joiner", h)
		j.gives(want, nil, "The task returned a value and a nil error")
		if early != nil {
			c.Fail(check.Mistake{
				Message: "Nobody called Abort, and the context of f was over while f was at work: cancel it when the task is over, not when Spawn returns",
				Got:     show(early), Expected: "a context whose Err is nil",
			})
		}
		failure := errors.New("the disk is full")
		join(c, "joiner of a failed task", spawn(c, context.Background(), func(context.Context) (int, error) { return want, failure })).
			gives(want, failure, "The task returned a value and an error of its own")
		join(c, "joiner of nothing", spawn(c, context.Background(), func(context.Context) (*int, error) { return nil, nil })).
			gives(nil, nil, "The task returned a nil pointer and a nil error")
	})
}

func TestStillATask(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		work := c.Gate("the task's work")
		h := spawn(c, context.Background(), func(context.Context) (int, error) { work.Wait(); return want, nil })
		work.Arrived(1, "The task has not started, though Spawn has returned. A task runs whether or not it is joined")
		j := join(c, "joiner", h)
		j.Call.StillRunning("Join returned while the task was still at work. It has to wait for the end")
		c.NoPolling(noPolling)
		j.Call.StillRunning("Join returned while the task was still at work, after some minutes. A task may take as long as it likes")
		work.Open()
		j.gives(want, nil, "The task returned its value")
		again := join(c, "second joiner", h)
		again.Returns(againIt)
		again.gives(want, nil, "The task returned its value and was joined twice")
	})
}

func TestAbort(t *testing.T) {
	check.Run(t, func(c *check.C) {
		h := spawn(c, context.Background(), listen(plain))
		j := join(c, "joiner", h)
		j.Call.StillRunning("Nobody has called Abort, and Join returned while the task was still waiting for its context")
		abort(c, h)
		j.Returns(hearsIt)
		j.cancelled(context.Canceled, "Abort was called, and the task returned the error of its context")
	})
}

func TestEarlyAbort(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// Spawn and Abort in one go: mostly the task has not begun by then.
		for range 20 {
			begun := make(chan struct{})
			var h *task.Handle[int]
			c.Go("Spawn and Abort", func() error {
				h = task.Spawn(context.Background(), func(ctx context.Context) (int, error) {
					close(begun)
					return 0, ctx.Err()
				})
				h.Abort()
				return nil
			}).Returns("Spawn and Abort were called one after the other, and one of them does not return: neither of them waits for the task, or for anybody else.")
			if !c.Await(func() bool { return isClosed(begun) }) {
				c.Failf("Abort was called right after Spawn, and f was never called. Every task runs, and looks at its context itself: it may have to clean up, or be done in a moment")
			}
			join(c, "joiner", h).Returns(endIt)
		}

		over, cancel := context.WithCancel(context.Background())
		cancel()
		begun := make(chan struct{})
		var its error
		h := spawn(c, over, func(ctx context.Context) (int, error) { its = ctx.Err(); close(begun); return 7, its })
		if !c.Await(func() bool { return isClosed(begun) }) {
			c.Failf("The context that Spawn was given was over already, and f was never called. Every task runs, and looks at its context itself")
		}
		if its == nil {
			c.Failf("The context that Spawn was given was over already, and that of f is not: make it from the one that Spawn was given")
		}
		join(c, "joiner of a late task", h).cancelled(context.Canceled, "The context that Spawn was given was over already, and the task returned its error")
	})
}

func TestReason(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var said error
		wrap := func(ctx context.Context) error {
			said = fmt.Errorf("step %d: %w", c.Rand().IntN(1000), ctx.Err())
			return said
		}
		h := spawn(c, context.Background(), listen(wrap))
		abort(c, h)
		j := join(c, "joiner", h)
		j.Returns(hearsIt)
		j.cancelled(said, "Abort was called, and the task returned an error that wraps the one of its context")

		both := func(ctx context.Context) error {
			said = errors.Join(errors.New("a file was left"), ctx.Err())
			return said
		}
		h = spawn(c, context.Background(), listen(both))
		abort(c, h)
		j = join(c, "joiner of two errors", h)
		j.Returns(hearsIt)
		j.cancelled(said, "Abort was called, and the task returned the error of its context together with another one")
	})
}

func TestDoesNotListen(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		work := c.Gate("the work of a task that does not look at its context")
		h := spawn(c, context.Background(), func(context.Context) (int, error) { work.Wait(); return want, nil })
		work.Arrived(1, "The task has not started, though Spawn has returned")
		j := join(c, "joiner", h)
		abort(c, h)
		c.NoPolling("Abort was called, and the task goes on. " + noPolling)
		late := join(c, "joiner after Abort", h) // now, as two joiners may wait for a lock
		const early = "Abort was called, the task does not look at its context and is still at work, and Join returned. Nothing can end a goroutine from outside: Join has to wait for the end of the task, and not for that of its context"
		j.Call.StillRunning(early)
		late.Call.StillRunning(early)
		work.Open()
		const how = "Abort was called, and the task came to its end all the same, with a value and a nil error"
		j.gives(want, nil, how)
		late.Returns(againIt)
		late.gives(want, nil, how)
	})
}

func TestOtherErrors(t *testing.T) {
	check.Run(t, func(c *check.C) {
		other := errors.New("the disk is full")
		h := spawn(c, context.Background(), listen(func(context.Context) error { return other }))
		abort(c, h)
		j := join(c, "joiner", h)
		j.Returns(hearsIt)
		j.gives(99, other, "Abort was called, and the task failed with an error of its own")

		join(c, "joiner of a task that nobody aborted", spawn(c, context.Background(), func(context.Context) (int, error) { return 5, context.Canceled })).
			gives(5, context.Canceled, "Nobody called Abort, and the task returned context.Canceled, which came from somewhere else")

		h = spawn(c, context.Background(), listen(func(context.Context) error { return context.DeadlineExceeded }))
		abort(c, h)
		join(c, "joiner of a task with a time limit", h).
			gives(99, context.DeadlineExceeded, "Abort was called, and the task returned context.DeadlineExceeded, which is not the error of its context")
	})
}

func TestAbortAfterEnd(t *testing.T) {
	check.Run(t, func(c *check.C) {
		failure := errors.New("the disk is full")
		for _, v := range []struct {
			how  string
			f    func(context.Context) (int, error)
			gave error
		}{
			{"The task had returned a value before Abort was called", func(context.Context) (int, error) { return 4, nil }, nil},
			{"The task had failed before Abort was called", func(context.Context) (int, error) { return 4, failure }, failure},
			{"The task had returned context.Canceled, which came from somewhere else, before Abort was called", func(context.Context) (int, error) { return 4, context.Canceled }, context.Canceled},
		} {
			h := spawn(c, context.Background(), v.f)
			c.Settle() // the task is over, and nobody has joined it
			abort(c, h)
			join(c, "first joiner", h).gives(4, v.gave, v.how)
			abort(c, h)
			join(c, "second joiner", h).gives(4, v.gave, v.how+", twice")
		}
		h := spawn(c, context.Background(), func(context.Context) (int, error) { panic(failure) })
		c.Settle()
		abort(c, h)
		join(c, "joiner of a panic", h).panicked(is(failure), "The task had panicked before Abort was called")
		h = spawn(c, context.Background(), func(context.Context) (int, error) { panictest.Goexit(); return 1, nil })
		c.Settle()
		abort(c, h)
		join(c, "joiner of an exit", h).exited("The task had called runtime.Goexit before Abort was called")
	})
}

func TestPanicAndGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		value := errors.New("a panic")
		join(c, "joiner", spawn(c, context.Background(), func(context.Context) (int, error) { panic(value) })).
			panicked(is(value), "The task panicked")
		join(c, "joiner of panic(nil)", spawn(c, context.Background(), func(context.Context) (int, error) { panic(nil) })).
			panicked(panictest.IsNil, "The task called panic(nil), for which Go panics with a *runtime.PanicNilError")
		join(c, "joiner of an exit", spawn(c, context.Background(), func(context.Context) (int, error) { panictest.Goexit(); return 1, nil })).
			exited("The task called runtime.Goexit")

		h := spawn(c, context.Background(), func(ctx context.Context) (int, error) { <-ctx.Done(); panic(ctx.Err()) })
		abort(c, h)
		j := join(c, "joiner of an aborted task that panicked", h)
		j.Returns(hearsIt)
		j.panicked(is(context.Canceled), "Abort was called, and then the task panicked with the error of its context")
		h = spawn(c, context.Background(), func(ctx context.Context) (int, error) { <-ctx.Done(); panictest.Goexit(); return 1, nil })
		abort(c, h)
		join(c, "joiner of an aborted task that left", h).exited("Abort was called, and then the task called runtime.Goexit")
	})
}

func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}
