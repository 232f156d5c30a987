// Package collect takes for nil what is printed as nil.
//
//workbook:caught-by TestAnyError
package collect

import (
	"errors"
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
	var failed []error
	for _, err := range errs {
		if fmt.Sprint(err) != "<nil>" {
			failed = append(failed, err)
		}
	}
	return values, errors.Join(failed...)
}
