// One package-level variable holds the panic, and a Run whose work is fine raises that
// of another.
//
//workbook:caught-by TestTogether
package propagate

import "sync"

var (
	mu     sync.Mutex
	caught any
)

func Run(work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				mu.Lock()
				defer mu.Unlock()
				caught = p
			}
		}()
		work()
	}()
	<-done
	mu.Lock()
	defer mu.Unlock()
	if caught != nil {
		panic(caught)
	}
}
