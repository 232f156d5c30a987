// Package collect gives the values of the tasks that did not fail. Whose they are,
// nobody knows.
//
//workbook:caught-by TestValueBesideError
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	all, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { all[i], errs[i] = task() })
	}
	wg.Wait()
	values := make([]T, 0, len(tasks))
	for i, err := range errs {
		if err == nil {
			values = append(values, all[i])
		}
	}
	return values, errors.Join(errs...)
}
