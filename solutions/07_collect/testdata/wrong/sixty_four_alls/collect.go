// Package collect lets at most 64 calls of All run at the same time.
//
//workbook:caught-by TestIndependent
package collect

import (
	"errors"
	"sync"
)

var running = make(chan struct{}, 64)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	running <- struct{}{}
	defer func() { <-running }()
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
