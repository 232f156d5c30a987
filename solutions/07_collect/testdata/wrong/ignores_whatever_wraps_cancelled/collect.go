// Package collect leaves out each error in which context.Canceled or a
// time limit is found.
//
//workbook:caught-by TestAnyError
package collect

import (
	"context"
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
			if errors.Is(errs[i], context.Canceled) || errors.Is(errs[i], context.DeadlineExceeded) {
				errs[i] = nil
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
