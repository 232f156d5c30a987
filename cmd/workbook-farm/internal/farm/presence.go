package farm

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

const (
	presenceInterval = 10 * time.Second
	presenceTTL      = 3 * presenceInterval // who is not heard of so long is gone
)

// A WorkerInfo is what a worker says of itself.
type WorkerInfo struct {
	Name     string    `json:"name"`
	Host     string    `json:"host"`
	Platform string    `json:"platform"`
	Slots    int       `json:"slots"`
	Busy     int64     `json:"busy"`   // slots that are grading
	Graded   int64     `json:"graded"` // verdicts since it began
	Since    time.Time `json:"since"`
}

// A presence is a worker's own count.
type presence struct {
	id     string
	info   WorkerInfo
	busy   atomic.Int64
	counts atomic.Int64
}

func newPresence(name string, slots int) presence {
	host, _ := os.Hostname()
	return presence{id: rand.Text(), info: WorkerInfo{
		Name: name, Host: host, Platform: runtime.GOOS + "/" + runtime.GOARCH, Slots: slots, Since: time.Now().UTC().Truncate(time.Second),
	}}
}

func (p *presence) begin()  { p.busy.Add(1) }
func (p *presence) end()    { p.busy.Add(-1) }
func (p *presence) graded() { p.counts.Add(1) }

// appear says every while that the worker is there, and sees that the queue is still one
// that it may grade for.
func (w *Worker) appear(ctx context.Context) error {
	ticker := time.NewTicker(presenceInterval)
	defer ticker.Stop()
	for {
		_ = w.say(ctx) // the queue may be away
		if err := w.farm.unchanged(ctx, w.charter); errors.As(err, new(*DifferentError)) {
			return err // of any other nobody can tell; the next look will
		}
		select {
		case <-ticker.C:
		case <-w.farm.closed:
			return w.farm.ended()
		case <-ctx.Done():
			bye, cancel := context.WithTimeout(context.WithoutCancel(ctx), patienceForAnAnswer)
			defer cancel()
			_ = w.farm.presence.Purge(bye, w.presence.id)
			return errStopped
		}
	}
}

func (w *Worker) say(ctx context.Context) error {
	info := w.presence.info
	info.Busy, info.Graded = w.presence.busy.Load(), w.presence.counts.Load()
	data, err := json.Marshal(info)
	if err != nil {
		return fmt.Errorf("encoding a worker's presence: %w", err)
	}
	_, err = w.farm.presence.Put(ctx, w.presence.id, data)
	return err
}

// workers lists those that were heard of lately.
func (f *Farm) workers(ctx context.Context) ([]WorkerInfo, error) {
	watch, err := f.presence.WatchAll(ctx, jetstream.IgnoreDeletes())
	if err != nil {
		return nil, fmt.Errorf("looking for workers: %w", err)
	}
	defer func() { _ = watch.Stop() }()
	all := []WorkerInfo{}
	for {
		select {
		case entry := <-watch.Updates():
			if entry == nil {
				return all, nil // that was all there is
			}
			var info WorkerInfo
			if json.Unmarshal(entry.Value(), &info) == nil {
				all = append(all, info)
			}
		case <-ctx.Done():
			return nil, errors.Join(errors.New("looking for workers"), ctx.Err())
		}
	}
}

// byName orders workers for people.
func byName(a, b WorkerInfo) int { return strings.Compare(a.Name, b.Name) }
