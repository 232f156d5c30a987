package farm_test

import (
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
	"workbook/grader/report"
)

// A delivery is work as a worker gets it.
type delivery struct {
	jetstream.Msg
	key   string
	times uint64
	acked chan struct{}
}

func (d delivery) Subject() string { return "workbook.job." + d.key }
func (d delivery) Data() []byte    { return nil } // grading it would fail

func (d delivery) Metadata() (*jetstream.MsgMetadata, error) {
	return &jetstream.MsgMetadata{NumDelivered: d.times}, nil
}
func (d delivery) InProgress() error               { return nil }
func (d delivery) DoubleAck(context.Context) error { close(d.acked); return nil }

// Work that was taken for lost is not graded again when its verdict comes while it waits to
// be alone.
func TestVerdictWhileWaitingToBeAlone(t *testing.T) {
	e := newEngine(t)
	f := open(t, serve(t, e, queueserver.Options{}, limits()))
	w, err := f.Worker(t.Context(), e, farm.WorkerOptions{Slots: 2, Rest: time.Millisecond})
	require.NoError(t, err)
	leave, suspected := w.Occupy()
	d := delivery{key: "k", times: 2, acked: make(chan struct{})}
	handled := make(chan error, 1)
	go func() { handled <- w.Handle(t.Context(), d) }()
	for !suspected() {
		time.Sleep(time.Millisecond)
	}
	require.NoError(t, f.Keep(t.Context(), "k", report.Exercise{ID: "01_a", Verdict: report.Pass, Message: "the first"}))
	leave()
	require.NoError(t, <-handled)
	<-d.acked
	require.Zero(t, e.count())
	s, err := f.Status(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, s.Results)
	require.False(t, suspected(), "others are graded again")
}
