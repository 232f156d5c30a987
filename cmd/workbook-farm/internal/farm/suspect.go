package farm

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/nats-io/nats.go/jetstream"
)

// Suspects keep work that has lost a worker apart on the next: as long as it is graded,
// nothing else is. Otherwise who brings down its workers would take with it, each time,
// what is graded beside it, and both would be given up. The zero value is ready to use.
type suspects struct{ room sync.RWMutex }

// await waits until no suspect is graded here: what would wait for it here is better had by
// another worker.
func (s *suspects) await() {
	s.room.RLock()
	defer s.room.RUnlock()
}

// begin waits until work may be graded, beside other work or, when it was delivered before,
// alone. It gives which grading of the work this is, 1 for the first: those that lost their
// worker beside other work count as one. Whoever begins has to leave.
func (w *Worker) begin(ctx context.Context, key string, msg jetstream.Msg) (try int, leave func(), err error) {
	meta, err := msg.Metadata()
	if err != nil {
		return 0, nil, fmt.Errorf("reading how often work was delivered: %w", err)
	}
	room := &w.suspects.room
	if meta.NumDelivered <= 1 {
		room.RLock()
		return 1, room.RUnlock, nil
	}
	room.Lock()
	alone, err := w.farm.begunAlone(ctx, key)
	if err == nil && alone+2 <= w.charter.Tries {
		_, err = w.farm.begun.PutString(ctx, key, strconv.Itoa(alone+1))
	}
	if err != nil {
		room.Unlock()
		return 0, nil, fmt.Errorf("counting how often work was begun: %w", err)
	}
	return alone + 2, room.Unlock, nil
}

// begunAlone is how often work was begun with nothing beside it.
func (f *Farm) begunAlone(ctx context.Context, key string) (int, error) {
	entry, err := f.begun.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(entry.Value()))
}
