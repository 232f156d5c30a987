package marking_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/fake"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// An away grades nothing, and says that it is not the submission's fault.
type away struct{ *fake.Grader }

func (away) Grade(context.Context, grader.Request, func(grader.Event)) (*report.Report, error) {
	return nil, fmt.Errorf("%w: no server answers", marking.ErrAway)
}

// A told hears that something is logged.
type told struct {
	slog.Handler
	heard chan string
}

func (h told) Enabled(context.Context, slog.Level) bool { return true }

func (h told) Handle(_ context.Context, r slog.Record) error {
	h.heard <- r.Message
	return nil
}

// While what grades is away a submission waits, however often it is tried: the tries do not
// count against it.
func TestAway(t *testing.T) {
	s := open(t)
	log := told{slog.DiscardHandler, make(chan string, 10)}
	var id int64
	for try := range 4 { // one more than a submission that ends the service has
		m := marking.New(marking.Config{
			Course: &course.Course{Exercises: []*course.Exercise{{ID: "01_a", Title: "A"}}},
			Grader: away{fake.New(t.TempDir())}, Store: s, Queue: queue.New(queue.Limits{All: 4, Each: 3}), Log: slog.New(log),
		})
		require.NoError(t, m.Restore(t.Context()))
		if try == 0 {
			c := &class{T: t, store: s, marker: m}
			id = c.handIn(c.person("Ada"), "pass")
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); m.Run(ctx, 1) }()
		require.Equal(t, "a submission was not graded and waits again", <-log.heard)
		cancel()
		<-done
		sub, err := s.Submission(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, store.Waiting, sub.State)
		require.Zero(t, sub.Attempts)
	}
	c := begin(t, s, nil, 1)
	c.follow(id, "")
	sub, err := s.Submission(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, report.Pass, sub.Verdict)
}
