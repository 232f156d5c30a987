// Package collect leaves out a task that gave up because its context was
// over: that is no failure, as it thinks.
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
			value, err := task()
			values[i] = value
			if err != context.Canceled {
				errs[i] = err
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
