// Package collect counts a goroutine when it runs, and Wait may come first.
//
//workbook:caught-by TestWaitsForAll
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		go func() {
			wg.Add(1)
			defer wg.Done()
			values[i], errs[i] = task()
		}()
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
