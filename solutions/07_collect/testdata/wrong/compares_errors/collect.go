// Package collect leaves an error out that is the one before it. Not all
// errors can be compared: those whose type is a slice bring the program down.
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
	seen := map[error]bool{}
	for _, err := range errs {
		seen[err] = true
	}
	return values, errors.Join(errs...)
}
