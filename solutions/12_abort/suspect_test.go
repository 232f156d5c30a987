package task_test

import (
	"context"
	"errors"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
)

// suspect says what seems to be asked instead of the context of f at its end, by
// looking at some more tasks that return the error of their context.
func suspect(c *check.C) string {
	gaveUp := func(parent context.Context, stop func(h *task.Handle[int])) bool {
		begun := make(chan struct{})
		h := task.Spawn(parent, func(ctx context.Context) (int, error) {
			close(begun)
			<-ctx.Done()
			return 99, ctx.Err()
		})
		<-begun
		stop(h)
		_, err := h.Join()
		var told *task.JoinError
		return errors.As(err, &told) && told != nil && told.IsCancelled()
	}
	var aborted, ended, caused, before bool
	looking := c.Go("a closer look", func() error {
		aborted = gaveUp(context.Background(), func(h *task.Handle[int]) { h.Abort() })
		parent, cancel := context.WithCancelCause(context.Background())
		ended = gaveUp(parent, func(*task.Handle[int]) { cancel(nil) })
		before = gaveUp(parent, func(*task.Handle[int]) {})
		parent, cancel = context.WithCancelCause(context.Background())
		caused = gaveUp(parent, func(*task.Handle[int]) { cancel(errors.New("a cause")) })
		return nil
	})
	const usual = "Compare with errors.Is, as f may wrap the error of its context: == does not see into it"
	if !c.Await(func() bool { return isClosed(looking.Done()) }) {
		return usual
	}
	switch {
	case !aborted && ended:
		return "It looks as if the context that Spawn was given is asked, which Abort does not end: ask the child, the one that f was given"
	case !aborted && before:
		return "It looks as if Err of the context is asked before f is called, when it is still nil: ask when f has returned"
	case aborted && !ended:
		return "It looks as if what counts is whether Abort was called, in a flag perhaps. The context of f can also end with the one that Spawn was given: ask it, and nothing else"
	case aborted && !caused:
		return "It looks as if the cause of the context is asked, which the caller may choose: what counts is Err"
	}
	return usual
}
