// Package collect appends the values as the tasks end.
//
//workbook:caught-by TestValues
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	var values []T
	errs := make([]error, len(tasks))
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			value, err := task()
			mu.Lock()
			defer mu.Unlock()
			values = append(values, value)
			errs[i] = err
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
