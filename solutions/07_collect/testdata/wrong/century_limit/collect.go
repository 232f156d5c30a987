// Package collect gives its tasks a hundred years.
//
//workbook:caught-by TestPatience
package collect

import (
	"errors"
	"sync"
	"time"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	over := make(chan struct{})
	go func() {
		wg.Wait()
		close(over)
	}()
	select {
	case <-over:
		return values, errors.Join(errs...)
	case <-time.After(100 * 365 * 24 * time.Hour):
		return make([]T, len(tasks)), errors.New("the tasks take too long")
	}
}
