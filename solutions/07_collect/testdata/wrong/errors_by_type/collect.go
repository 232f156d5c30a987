// Package collect has values and errors in one channel, and tells them apart by their type:
// a T that is an error and no interface is taken for a failure.
//
//workbook:caught-by TestErrorIsAValue
package collect

import (
	"errors"
	"sync"
)

type result struct {
	task int
	gave any
}

type failure struct{ error }

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	_, mayBeError := any(new(T)).(*error)
	results := make(chan result)
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			v, err := task()
			results <- result{i, v}
			if err != nil {
				results <- result{i, failure{err}}
			}
		})
	}
	go func() { wg.Wait(); close(results) }()
	for r := range results {
		err, isError := r.gave.(error)
		if f, ok := r.gave.(failure); ok {
			errs[r.task] = f.error
		} else if isError && !mayBeError {
			errs[r.task] = err
		} else {
			values[r.task], _ = r.gave.(T)
		}
	}
	return values, errors.Join(errs...)
}
