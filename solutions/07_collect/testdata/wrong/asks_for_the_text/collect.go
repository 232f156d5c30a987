// Package collect leaves out errors that say nothing.
//
//workbook:caught-by TestErrorsAreJoined
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil && err.Error() == "" {
			errs[i] = nil
		}
	}
	return values, errors.Join(errs...)
}
