package farm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Limits bound what a queue holds.
type Limits struct {
	Waiting     int64         // work that waits; more has to wait at the clients
	JobBytes    int64         // of it on disk
	ResultBytes int64         // of verdicts on disk
	Keep        time.Duration // how long verdicts are kept
	Lease       time.Duration // how long a worker that is not heard of keeps its work
	Replicas    int           // of everything, on a cluster
}

// DefaultLimits suit a course of some thousands.
var DefaultLimits = Limits{
	Waiting: 1_000_000, JobBytes: 8 << 30, ResultBytes: 8 << 30, Keep: 30 * 24 * time.Hour, Lease: 30 * time.Second, Replicas: 1,
}

// ErrInUse is why a queue cannot get another charter: work waits that was handed in under
// the one that it has.
var ErrInUse = errors.New("work waits that was handed in for another course or another grader")

// LayOut makes a queue on a server, or gives one that is there new limits. Another charter
// than the one that it has is taken while no work waits, or with renew, which drops the
// work; its clients hand it in again once they have the new charter.
func LayOut(ctx context.Context, a Access, c Charter, l Limits, renew bool) error {
	f, err := connect(a)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.lay(ctx, l); err != nil {
		return fmt.Errorf("laying out the queue at %s: %w", a.server(), err)
	}
	return f.found(ctx, c, renew)
}

func (f *Farm) lay(ctx context.Context, l Limits) (err error) {
	if f.jobs, err = f.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: jobsStream, Description: "Work of a workbook that is to be graded",
		Subjects: []string{jobSubject + "*"}, Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage,
		// One message of a subject, and a second is refused: the same work waits once.
		Discard: jetstream.DiscardNew, DiscardNewPerSubject: true, MaxMsgsPerSubject: 1,
		MaxMsgs: l.Waiting, MaxBytes: l.JobBytes, AllowDirect: true, Replicas: l.Replicas,
	}); err != nil {
		return err
	}
	if _, err = f.jobs.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
		Durable: workerConsumer, AckPolicy: jetstream.AckExplicitPolicy, AckWait: l.Lease,
		MaxDeliver:    -1, // workers count: somebody has to say that work was given up
		MaxAckPending: -1, // each worker asks for as much as it can do
	}); err != nil {
		return err
	}
	for _, b := range []struct {
		config jetstream.KeyValueConfig
		kv     *jetstream.KeyValue
	}{
		{jetstream.KeyValueConfig{Bucket: resultsBucket, Description: "Verdicts by key", TTL: l.Keep, MaxBytes: l.ResultBytes}, &f.results},
		{jetstream.KeyValueConfig{Bucket: charterBucket, Description: "With what work is graded"}, &f.charter},
		{jetstream.KeyValueConfig{Bucket: presenceBucket, Description: "Workers", TTL: presenceTTL, Storage: jetstream.MemoryStorage}, &f.presence},
		{jetstream.KeyValueConfig{Bucket: begunBucket, Description: "How often work was begun that had lost its worker", TTL: l.Keep}, &f.begun},
	} {
		b.config.Replicas = l.Replicas
		if *b.kv, err = f.js.CreateOrUpdateKeyValue(ctx, b.config); err != nil {
			return err
		}
	}
	return nil
}

// found gives the queue its charter.
func (f *Farm) found(ctx context.Context, c Charter, renew bool) error {
	old, err := f.Charter(ctx)
	if err != nil && !errors.Is(err, ErrNoQueue) {
		return err
	}
	if differences := old.Differences(c); err == nil && len(differences) > 0 {
		info, err := f.jobs.Info(ctx)
		if err != nil {
			return fmt.Errorf("counting the work that waits: %w", err)
		}
		if info.State.Msgs > 0 && !renew {
			return fmt.Errorf("%d pieces of %w: %w", info.State.Msgs, ErrInUse, &DifferentError{differences})
		}
		if err := f.jobs.Purge(ctx); err != nil {
			return fmt.Errorf("dropping the work that waits: %w", err)
		}
	}
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encoding the charter: %w", err)
	}
	if _, err := f.charter.Put(ctx, charterKey, data); err != nil {
		return fmt.Errorf("writing the charter: %w", err)
	}
	return nil
}
