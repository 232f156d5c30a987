// Package collect has a semaphore that is wide enough for everybody, as it
// thinks.
//
//workbook:caught-by TestAtTheSameTime
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	slots := make(chan struct{}, 4096)
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
