// Package collect calls no more tasks once one has failed.
//
//workbook:caught-by TestFailureStopsNobody
package collect

import (
	"errors"
	"sync"
	"sync/atomic"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var failed atomic.Bool
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			if failed.Load() {
				return
			}
			if values[i], errs[i] = task(); errs[i] != nil {
				failed.Store(true)
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
