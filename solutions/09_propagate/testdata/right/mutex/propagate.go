// A mutex that the worker gives back when it is done. It needs no channel; a
// mutex that another goroutine unlocks is unusual, and readers will ask why.
package propagate

import "sync"

func Run(work func()) {
	var running sync.Mutex
	var caught []any
	running.Lock()
	go func() {
		defer running.Unlock()
		defer func() {
			if p := recover(); p != nil {
				caught = append(caught, p)
			}
		}()
		work()
	}()
	running.Lock()
	defer running.Unlock()
	if len(caught) > 0 {
		panic(caught[0])
	}
}
