// A context that is over starts the goroutine; a semaphore of one is held until work is over.
package propagate

import (
	"context"
	"sync"
)

func Run(work func()) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var busy sync.Mutex
	var value any
	busy.Lock()
	context.AfterFunc(ctx, func() {
		defer busy.Unlock()
		defer func() { value = recover() }()
		work()
	})
	busy.Lock()
	if value != nil {
		panic(value)
	}
}
