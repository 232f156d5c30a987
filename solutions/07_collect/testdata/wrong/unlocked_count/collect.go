// Package collect counts the failures in a variable that all goroutines change,
// without a lock.
//
//workbook:caught-by race
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	failures := 0
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
			if errs[i] != nil {
				failures++
			}
		})
	}
	wg.Wait()
	_ = failures
	return values, errors.Join(errs...)
}
