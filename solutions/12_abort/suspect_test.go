package task_test

import (
	"context"
	"errors"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
)

// suspect says what seems to be asked instead of the context of f at its end, by
// looking at three more tasks that return the error of their context.
func suspect(c *check.C) string {
	gaveUp := func(parent context.Context, stop func(h *task.Handle[int])) bool {
		h := task.Spawn(parent, listen(plain))
		stop(h)
		_, err := h.Join()
		var told *task.JoinError
		return errors.As(err, &told) && told != nil && told.IsCancelled()
	}
	var aborted, ended, before bool
	begun := make(chan struct{})
	looking := c.Go("a closer look", func() error {
		aborted = gaveUp(context.Background(), func(h *task.Handle[int]) { <-begun; h.Abort() })
		parent, cancel := context.WithCancel(context.Background())
		ended = gaveUp(parent, func(*task.Handle[int]) { <-begun; cancel() })
		before = gaveUp(parent, func(*task.Handle[int]) {})
		return nil
	})
	const usual = "Compare with errors.Is, as f may wrap the error of its context: == does not see into it"
	c.Settle() // the task is at work
	close(begun)
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
	}
	return usual
}
