// Package collect has an error type of its own that says what a joined error
// says. Callers can go through the list; a nil list in an error is not a nil
// error, so that success has to return a plain nil.
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
	if len(failed) == 0 {
		return values, nil // a plain one
	}
	return values, failed
}
