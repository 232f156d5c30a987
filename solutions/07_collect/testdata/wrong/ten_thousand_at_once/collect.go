// Package collect runs ten thousand tasks at the same time, and no more.
//
//workbook:caught-by TestAtTheSameTime
package collect

import (
	"errors"
	"sync"
)

// atOnce keeps a very long list of tasks from eating all memory.
const atOnce = 10_000

// All runs the tasks at the same time and waits for every one of them. It gives
// their values in the order of the tasks, and all their errors, joined.
func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	errs := make([]error, len(tasks))
	places := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i, task := range tasks {
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
