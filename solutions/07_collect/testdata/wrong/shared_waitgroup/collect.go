// Package collect has one WaitGroup for every call of All.
//
//workbook:caught-by TestIndependent
package collect

import (
	"errors"
	"sync"
)

var running sync.WaitGroup

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	for i, task := range tasks {
		running.Go(func() { values[i], errs[i] = task() })
	}
	running.Wait()
	return values, errors.Join(errs...)
}
