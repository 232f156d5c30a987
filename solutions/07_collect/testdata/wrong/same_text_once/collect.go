// Package collect leaves an error out whose text it has already.
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
	seen := map[string]bool{}
	for i, err := range errs {
		if err == nil {
			continue
		}
		if seen[err.Error()] {
			errs[i] = nil
		}
		seen[err.Error()] = true
	}
	return values, errors.Join(errs...)
}
