// Package collect joins what is at the bottom of each error: the cause is
// what matters, as it thinks.
//
//workbook:caught-by TestErrorsAreJoined
//workbook:caught-by TestAnyError
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
			for cause := errors.Unwrap(errs[i]); cause != nil; cause = errors.Unwrap(cause) {
				errs[i] = cause
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
