// Package collect drops a value that has an error beside it.
//
//workbook:caught-by TestValueBesideError
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
			value, err := task()
			if err != nil {
				errs[i] = err
				return
			}
			values[i] = value
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
