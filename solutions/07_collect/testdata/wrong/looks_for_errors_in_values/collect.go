// Package collect takes a value that is an error for a failure.
//
//workbook:caught-by TestErrorIsAValue
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
			if err, ok := any(values[i]).(error); ok && errs[i] == nil {
				errs[i] = err
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
