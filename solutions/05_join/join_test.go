package task_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	task "workbook/solutions/05_join"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
)

func TestMain(m *testing.M) { check.Main(m) }

const endIt = "Join must return when its task is over: everybody who waits for the task has to learn of its end"

// A joining is one call of the learner's Join under way.
type joining[T any] = jointest.Joining[T]

// A spawning is a task that the learner's Spawn has started.
type spawning[T any] struct {
	*task.Handle[T]
	over *atomic.Bool
}

// spawn calls the learner's Spawn, and fails if that does not return.
func spawn[T any](c *check.C, f func() T) spawning[T] {
	watched, over := jointest.Watched(jointest.Told(c, f))
	h := jointest.Spawn(c, func() *task.Handle[T] { return task.Spawn(watched) })
	return spawning[T]{h, over}
}

// join calls Join on a goroutine of its own.
func join[T any](c *check.C, who string, h spawning[T]) *joining[T] {
	return joiner(c, h)(who, nil)
}

// joiner gives what joins h.
func joiner[T any](c *check.C, h spawning[T]) jointest.Task[*joining[T]] {
	return func(who string, start <-chan struct{}) *joining[T] {
		return jointest.JoinWatched(c, who, start, h.over, func() (T, error) { return h.Join() })
	}
}

// spawned spawns f and gives what joins it.
func spawned[T any](c *check.C, f func() T) jointest.Task[*joining[T]] {
	return joiner(c, spawn(c, f))
}

// tooEarly is said of a Join that did not wait.
const tooEarly = "Join returned before the task was over, so that what it gave is not what the task returned. It has to wait until f has returned, deferred calls included: let the end of the task wake it"

// result awaits the value. The error must be nil.
func result[T any](j *joining[T]) T {
	j.Returns(endIt)
	if j.Early {
		j.C.Fail(check.Mistake{Message: tooEarly, Got: show(j.Value), Expected: "the value that f returns at its end"})
	}
	if jointest.IsNilPointer(j.Err) {
		j.C.Fail(check.Mistake{
			Message: "The error of Join is not nil: it is an interface that holds a nil pointer, which every caller's `if err != nil` takes for a failure. Return a plain nil",
			Got:     fmt.Sprintf("%T(nil)", j.Err), Expected: "nil",
		})
	}
	if j.Err != nil {
		j.C.Fail(check.Mistake{
			Message: "Join gave an error for a task that returned its value. Nothing can fail in this exercise, so the error has to be nil",
			Got:     fmt.Sprintf("an error of type %T: %v", j.Err, j.Err), Expected: "nil",
		})
	}
	return j.Value
}

// gives awaits the value, which must be want.
func gives[T comparable](j *joining[T], want T, sentence string) {
	if got := result(j); got != want {
		j.C.Fail(check.Mistake{
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
