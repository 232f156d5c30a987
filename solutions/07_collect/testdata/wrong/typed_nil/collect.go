// Package collect returns a nil of its own error type, which is no nil error.
//
//workbook:caught-by TestValues
//workbook:caught-by TestNoTasks
package collect

import (
	"strings"
	"sync"
)

type Errors []error

func (es Errors) Error() string {
	var lines []string
	for _, err := range es {
		lines = append(lines, err.Error())
	}
	return strings.Join(lines, "\n")
}

func (es Errors) Unwrap() []error { return es }

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	var failed Errors
	for _, err := range errs {
		if err != nil {
			failed = append(failed, err)
		}
	}
	return values, failed
}
