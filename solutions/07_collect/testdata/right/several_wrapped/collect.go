// Package collect wraps all errors with a format of as many %w as there
// are errors.
package collect

import (
	"fmt"
	"strings"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	var failed []any
	for _, err := range errs {
		if err != nil {
			failed = append(failed, err)
		}
	}
	if failed == nil {
		return values, nil
	}
	return values, fmt.Errorf(strings.TrimSuffix(strings.Repeat("%w\n", len(failed)), "\n"), failed...)
}
