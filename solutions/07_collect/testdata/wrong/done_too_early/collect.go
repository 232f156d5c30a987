// Package collect says that a task is over before its deferred calls are:
// it counts the beginnings.
//
//workbook:caught-by TestWaitsForAll
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Add(1)
		go func() {
			wg.Done()
			values[i], errs[i] = task()
		}()
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
