// A single goroutine works through a queue: the second task waits for the first, and
// a task that joins another one waits for itself.
//
//workbook:caught-by TestTasksTogether
//workbook:caught-by TestNested
package task

import "sync"

type Handle[T any] struct {
	done  chan struct{}
	value T
}

var (
	mu      sync.Mutex
	queue   []func()
	working bool
)

func work() {
	for {
		mu.Lock()
		if len(queue) == 0 {
			working = false
			mu.Unlock()
			return
		}
		next := queue[0]
		queue = queue[1:]
		mu.Unlock()
		next()
	}
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	mu.Lock()
	defer mu.Unlock()
	queue = append(queue, func() {
		defer close(h.done)
		h.value = f()
	})
	if !working {
		working = true
		go work()
	}
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
