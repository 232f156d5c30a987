package marking

import (
	"context"
	"sync"
)

// holds are the works that are graded now, by key: who hands in the same waits, and has
// the same verdict.
type holds struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when it is let go
}

// take holds a key, once nobody else does. release must be called.
func (h *holds) take(ctx context.Context, key string) (release func(), err error) {
	if key == "" {
		return func() {}, nil
	}
	for {
		mine, other := h.try(key)
		if other == nil {
			return func() { h.letGo(key, mine) }, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-other:
		}
	}
}

func (h *holds) try(key string) (mine, other chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if other = h.held[key]; other != nil {
		return nil, other
	}
	if h.held == nil {
		h.held = map[string]chan struct{}{}
	}
	mine = make(chan struct{})
	h.held[key] = mine
	return mine, nil
}

func (h *holds) letGo(key string, mine chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.held, key)
	close(mine)
}
