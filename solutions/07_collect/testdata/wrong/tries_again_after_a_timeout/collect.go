// Package collect gives a task one more chance when its error says that
// it was a timeout.
//
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
			var late interface{ Timeout() bool }
			if errors.As(errs[i], &late) && late.Timeout() {
				values[i], errs[i] = task()
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
