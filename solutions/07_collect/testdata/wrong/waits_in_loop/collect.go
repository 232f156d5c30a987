// Package collect joins each task right after it started it.
//
//workbook:caught-by TestAtTheSameTime
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
		wg.Wait()
	}
	return values, errors.Join(errs...)
}
