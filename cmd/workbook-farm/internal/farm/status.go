package farm

import (
	"context"
	"fmt"
	"slices"
)

// A Status is what there is to know of a queue.
type Status struct {
	Server      string       `json:"server"`
	Waiting     uint64       `json:"waiting"`      // work that no worker has
	Grading     int          `json:"grading"`      // work that a worker has, or had when it was gone
	Again       int          `json:"again"`        // work of that which more than one worker has had
	JobBytes    uint64       `json:"job_bytes"`    // on disk
	Most        int64        `json:"most"`         // work that the queue takes
	Results     uint64       `json:"results"`      // verdicts that are kept
	ResultBytes uint64       `json:"result_bytes"` // on disk
	Workers     []WorkerInfo `json:"workers"`
	Charter     Charter      `json:"charter"`
}

// Status looks at the queue.
func (f *Farm) Status(ctx context.Context) (*Status, error) {
	s := &Status{Server: f.nc.ConnectedUrlRedacted()}
	var err error
	if s.Charter, err = f.Charter(ctx); err != nil {
		return nil, err
	}
	jobs, err := f.jobs.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking at the work: %w", err)
	}
	consumer, err := f.jobs.Consumer(ctx, workerConsumer)
	if err != nil {
		return nil, fmt.Errorf("looking at the queue's consumer: %w", err)
	}
	info := consumer.CachedInfo() // just asked for
	s.Waiting, s.Grading, s.Again = info.NumPending, info.NumAckPending, info.NumRedelivered
	s.JobBytes, s.Most = jobs.State.Bytes, jobs.Config.MaxMsgs
	results, err := f.results.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("looking at the verdicts: %w", err)
	}
	s.Results, s.ResultBytes = results.Values(), results.Bytes()
	if s.Workers, err = f.workers(ctx); err != nil {
		return nil, err
	}
	slices.SortFunc(s.Workers, byName)
	return s, nil
}
