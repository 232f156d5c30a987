// Package collect takes io.EOF for the end of something, and not for a
// failure.
//
//workbook:caught-by TestAnyError
package collect

import (
	"errors"
	"io"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
			if errs[i] == io.EOF {
				errs[i] = nil
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
