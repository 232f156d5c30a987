// One goroutine, which is there once and for all, does all work.
//
//workbook:caught-by TestOwnGoroutine
package propagate

import (
	"sync"
)

type job struct {
	work func()
	over chan any
}

var (
	jobs  = make(chan job)
	start = sync.OnceFunc(func() { go worker() })
)

func Run(work func()) {
	start()
	over := make(chan any, 1)
	jobs <- job{work, over}
	if p := <-over; p != nil {
		panic(p)
	}
}

func worker() {
	for j := range jobs {
		do(j)
	}
}

func do(j job) {
	defer func() { j.over <- recover() }()
	j.work()
}
