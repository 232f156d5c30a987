// Package collect leaves an error out that it has already.
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
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	var all error
	for _, err := range errs {
		if !errors.Is(all, err) {
			all = errors.Join(all, err)
		}
	}
	return values, all
}
