// Package collect lets a hundred tasks run at the same time, and no more.
//
//workbook:caught-by TestAtTheSameTime
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	slots := make(chan struct{}, 100)
	var wg sync.WaitGroup
	for i, task := range tasks {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
