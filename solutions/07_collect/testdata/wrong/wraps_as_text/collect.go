// Package collect joins errors that say the same as those of the tasks,
// and are others.
//
//workbook:caught-by TestErrorsAreKept
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
			value, err := task()
			values[i] = value
			if err != nil {
				errs[i] = fmt.Errorf("%v", err)
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
