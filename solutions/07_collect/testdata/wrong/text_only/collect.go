// Package collect makes a text of the errors. It says the same, and can be asked
// nothing.
//
//workbook:caught-by TestErrorsAreKept
package collect

import (
	"errors"
	"strings"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	var lines []string
	for _, err := range errs {
		if err != nil {
			lines = append(lines, err.Error())
		}
	}
	if lines == nil {
		return values, nil
	}
	return values, errors.New(strings.Join(lines, "\n"))
}
