package farm

import (
	"context"

	"github.com/nats-io/nats.go/jetstream"

	"workbook/grader/report"
)

// Submit lets tests fill a queue without waiting for verdicts.
var Submit = (*Farm).submit

// Handle lets tests say what is delivered to a worker, and how often it was before.
func (w *Worker) Handle(ctx context.Context, msg jetstream.Msg) error { return w.handle(ctx, msg) }

// Occupy is work that is graded until leave is called; suspected is whether other work waits
// to be graded alone.
func (w *Worker) Occupy() (leave func(), suspected func() bool) {
	room := &w.suspects.room
	room.RLock()
	return room.RUnlock, func() bool {
		free := room.TryRLock()
		if free {
			room.RUnlock()
		}
		return !free
	}
}

// Keep keeps a verdict as another worker does.
func (f *Farm) Keep(ctx context.Context, key string, ex report.Exercise) error {
	return f.keep(ctx, key, result{Verdict: ex})
}
