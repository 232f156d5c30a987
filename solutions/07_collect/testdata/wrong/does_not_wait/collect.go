// Package collect starts the tasks and returns.
//
//workbook:caught-by TestWaitsForAll
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	var mu sync.Mutex
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	for i, task := range tasks {
		go func() {
			value, err := task()
			mu.Lock()
			defer mu.Unlock()
			values[i], errs[i] = value, err
		}()
	}
	mu.Lock()
	defer mu.Unlock()
	return values, errors.Join(errs...)
}
