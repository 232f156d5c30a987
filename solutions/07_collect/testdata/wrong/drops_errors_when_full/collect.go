// Package collect has room for 256 errors, and drops what comes when it is full.
//
//workbook:caught-by TestAnyError
package collect

import (
	"errors"
	"sync"
)

type failure struct {
	task int
	err  error
}

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	failures := make(chan failure, 256)
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			v, err := task()
			values[i] = v
			if err != nil {
				select {
				case failures <- failure{i, err}:
				default:
				}
			}
		})
	}
	wg.Wait()
	close(failures)
	for f := range failures {
		errs[f.task] = f.err
	}
	return values, errors.Join(errs...)
}
