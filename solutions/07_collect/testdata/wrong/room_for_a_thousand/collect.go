// Package collect has room for a thousand errors, and waits for ever with one more.
//
//workbook:caught-by TestFailureStopsNobody
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
	failures := make(chan failure, 1000)
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			v, err := task()
			values[i] = v
			if err != nil {
				failures <- failure{i, err}
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
