package task_test

import (
	"testing"

	task "workbook/solutions/08_boundary"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
)

func TestMain(m *testing.M) { check.Main(m) }

// A joining is one call of the learner's Join under way.
type joining[T comparable] = jointest.Outcome[T, *task.JoinError]

// spawn calls the learner's Spawn, and fails if that does not return.
func spawn[T any](c *check.C, f func() T) *task.Handle[T] {
	return jointest.Spawn(c, func() *task.Handle[T] { return task.Spawn(jointest.Told(c, f)) })
}

// join calls Join on a goroutine of its own.
func join[T comparable](c *check.C, who string, h *task.Handle[T]) *joining[T] {
	return joiner(c, h)(who, nil)
}

// joiner gives what joins h.
func joiner[T comparable](c *check.C, h *task.Handle[T]) jointest.Task[*joining[T]] {
	return func(who string, start <-chan struct{}) *joining[T] {
		return jointest.JoinOutcome[*task.JoinError](c, who, start, func() (T, error) { return h.Join() })
	}
}

// spawned spawns f and gives what joins it.
func spawned[T comparable](c *check.C, f func() T) jointest.Task[*joining[T]] {
	return joiner(c, spawn(c, f))
}
