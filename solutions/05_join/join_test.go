package task_test

import (
	"fmt"
	"testing"

	task "workbook/solutions/05_join"

	"workbook/grader/check"
	"workbook/grader/report"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	startIt = "Spawn must return while its task is still at work: start f on a goroutine of its own, and wait for it in Join"
	endIt   = "Join must return when its task is over: everybody who waits for the task has to learn of its end"
)

// spawn calls the learner's Spawn, and fails if that does not return.
func spawn[T any](c *check.C, f func() T) *task.Handle[T] {
	var h *task.Handle[T]
	c.Go("Spawn", func() error {
		h = task.Spawn(f)
		return nil
	}).Returns(startIt)
	c.Mark(report.Spawned, "", "")
	if h == nil {
		c.Failf("Spawn returned a nil handle. The caller needs a handle to join the task with")
	}
	return h
}

// A joining is one call of the learner's Join under way.
type joining[T any] struct {
	c     *check.C
	who   string
	call  *check.Call
	value T
	err   error
}

// join calls Join on a goroutine of its own.
func join[T any](c *check.C, who string, h *task.Handle[T]) *joining[T] {
	j := &joining[T]{c: c, who: who}
	j.call = c.Go(who, func() error {
		j.value, j.err = h.Join()
		return nil
	})
	return j
}

// ended is true once Join has returned.
func (j *joining[T]) ended() bool {
	select {
	case <-j.call.Done():
		return true
	default:
		return false
	}
}

// result awaits the value. The error must be nil.
func (j *joining[T]) result(sentence string) T {
	j.call.Returns(sentence)
	if j.err != nil {
		j.c.Fail(check.Mistake{
			Message: "Join gave an error for a task that returned its value. Nothing can fail in this exercise, so the error has to be nil",
			Got:     fmt.Sprintf("an error of type %T: %v", j.err, j.err), Expected: "nil",
		})
	}
	j.c.Mark(report.Joined, j.who, "")
	return j.value
}

// gives awaits the value, which must be want.
func gives[T comparable](j *joining[T], want T, sentence string) {
	if got := j.result(endIt); got != want {
		j.c.Fail(check.Mistake{
			Message: sentence,
			Got:     show(got), Expected: show(want),
		})
	}
}

// show is a task's value for people.
func show(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%+v", v)
}
