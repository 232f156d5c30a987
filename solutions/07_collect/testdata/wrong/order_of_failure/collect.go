// Package collect appends each error under a lock: they are all there, in the order
// in which tasks failed.
//
//workbook:caught-by TestErrorsAreJoined
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	var mu sync.Mutex
	var errs []error
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			value, err := task()
			mu.Lock()
			defer mu.Unlock()
			values[i] = value
			errs = append(errs, err)
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
