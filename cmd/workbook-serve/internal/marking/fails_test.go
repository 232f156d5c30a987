package marking_test

import (
	"context"
	"log/slog"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/fake"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A full is a grader whose disk is full, for so many folders.
type full struct {
	*fake.Grader
	left atomic.Int32
}

func (f *full) Folder(pattern string) (string, error) {
	if f.left.Add(-1) >= 0 {
		return "", syscall.ENOSPC
	}
	return f.Grader.Folder(pattern)
}

// beginWith begins a service of one that grades, with a grader and a pause.
func beginWith(t *testing.T, s *store.Store, g marking.Grader, pause time.Duration, log slog.Handler, exercise string) (c *class, run func()) {
	t.Helper()
	m := marking.New(marking.Config{
		Course: &course.Course{Root: t.TempDir(), Exercises: []*course.Exercise{{ID: exercise, Title: "A"}}},
		Grader: g, Store: s, Queue: queue.New(queue.Limits{All: 9, Each: 9}), Log: slog.New(log),
	})
	m.SetPause(pause)
	require.NoError(t, m.Restore(t.Context()))
	return &class{T: t, store: s, marker: m}, func() {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); m.Run(ctx, 1) }()
		t.Cleanup(func() { cancel(); <-done })
	}
}

// While one submission fails again and again, everybody else has their turn; it is given up
// when it has failed often enough.
func TestOneFails(t *testing.T) {
	c, run := beginWith(t, open(t), fake.New(t.TempDir()), time.Hour, slog.DiscardHandler, "01_a")
	c.handIn(c.person("Ada"), "broken")
	bob := c.handIn(c.person("Bob"), "pass")
	run()
	c.follow(bob, "")

	c, run = beginWith(t, open(t), fake.New(t.TempDir()), time.Millisecond, slog.DiscardHandler, "01_a")
	id := c.handIn(c.person("Ada"), "broken")
	run()
	c.follow(id, "")
	ex, err := c.store.Result(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, report.GraderError, ex.Verdict)
	require.Contains(t, ex.Message, "began 3 times")
}

// A disk that is full for a while costs nobody their verdict.
func TestFullDisk(t *testing.T) {
	g := &full{Grader: fake.New(t.TempDir())}
	c, run := beginWith(t, open(t), g, time.Millisecond, slog.DiscardHandler, "01_a")
	id := c.handIn(c.person("Ada"), "pass")
	g.left.Store(10)
	run()
	c.follow(id, "")
	sub, err := c.store.Submission(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, report.Pass, sub.Verdict)
	require.Equal(t, 1, sub.Attempts, "the machine's failures do not count")
}

// What was handed in for an exercise that the service has no more waits for a service that
// has it, and nobody waits for that.
func TestExerciseIsGone(t *testing.T) {
	s := open(t)
	c, _ := beginWith(t, s, fake.New(t.TempDir()), time.Hour, slog.DiscardHandler, "01_a")
	ada := c.person("Ada")
	id := c.handIn(ada, "pass")

	log := told{slog.DiscardHandler, make(chan string, 10)}
	_, run := beginWith(t, s, fake.New(t.TempDir()), time.Hour, log, "02_b")
	run()
	require.Equal(t, "a submission waits until the service is started with its exercise", <-log.heard)
	sub, err := s.Submission(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, store.Waiting, sub.State)
	require.Zero(t, sub.Attempts)

	c, run = beginWith(t, s, fake.New(t.TempDir()), time.Hour, slog.DiscardHandler, "01_a")
	run()
	c.follow(id, "")
	sub, err = s.Submission(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, report.Pass, sub.Verdict)
}
