// Package propagate gives its channel back to the pool when it has sent, and not when
// Run has received.
//
//workbook:caught-by schedules
package propagate

import "sync"

var channels = sync.Pool{New: func() any { return make(chan any, 1) }}

func Run(work func()) {
	result := channels.Get().(chan any)
	go func() {
		defer channels.Put(result)
		defer func() { result <- recover() }()
		work()
	}()
	if p := <-result; p != nil {
		panic(p)
	}
}
