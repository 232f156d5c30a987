// Package collect saves a goroutine: the last task runs on the caller's.
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
		if i == len(tasks)-1 {
			values[i], errs[i] = task()
			break
		}
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
