// Package collect counts by hand, and keeps value and error of a task together.
package collect

import (
	"errors"
	"sync"
)

type outcome[T any] struct {
	value T
	err   error
}

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	outcomes := make([]outcome[T], len(tasks))
	var wg sync.WaitGroup
	wg.Add(len(tasks))
	for i := range tasks {
		go func(o *outcome[T]) {
			defer wg.Done()
			o.value, o.err = tasks[i]()
		}(&outcomes[i])
	}
	wg.Wait()

	var values []T
	var errs []error
	for _, o := range outcomes {
		values = append(values, o.value)
		if o.err != nil {
			errs = append(errs, o.err)
		}
	}
	return values, errors.Join(errs...)
}
