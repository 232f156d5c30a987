// Package collect gives its tasks a day.
//
//workbook:caught-by TestPatience
package collect

import (
	"errors"
	"slices"
	"sync"
	"time"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	var mu sync.Mutex
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			value, err := task()
			mu.Lock()
			defer mu.Unlock()
			values[i], errs[i] = value, err
		})
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		wg.Wait()
	}()
	select {
	case <-over:
	case <-time.After(24 * time.Hour):
	}
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(values), errors.Join(errs...)
}
