// Package collect says all, and holds the first error only: %w stands
// once, and %v for the rest.
//
//workbook:caught-by TestErrorsAreKept
package collect

import (
	"fmt"
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
	var all error
	for _, err := range errs {
		switch {
		case err == nil:
		case all == nil:
			all = err
		default:
			all = fmt.Errorf("%w\n%v", all, err)
		}
	}
	return values, all
}
