// Package collect calls the task once for its value, and once more for its error.
//
//workbook:caught-by TestOwnGoroutines
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
			values[i], _ = task()
			_, errs[i] = task()
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
