// Package collect keeps the errors of all calls of All in one place.
//
//workbook:caught-by TestIndependent
package collect

import (
	"errors"
	"sync"
)

var (
	mu     sync.Mutex
	failed = map[int]error{} // by the number of the task
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			value, err := task()
			mu.Lock()
			defer mu.Unlock()
			values[i], failed[i] = value, err
		})
	}
	wg.Wait()
	mu.Lock()
	defer mu.Unlock()
	errs := make([]error, len(tasks))
	for i := range tasks {
		errs[i] = failed[i]
	}
	return values, errors.Join(errs...)
}
