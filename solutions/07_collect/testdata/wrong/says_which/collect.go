// Package collect writes the number of the task before each error, which is well
// meant and not in the contract.
//
//workbook:caught-by TestErrorsAreJoined
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
			var err error
			if values[i], err = task(); err != nil {
				errs[i] = fmt.Errorf("task %d: %w", i, err)
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
