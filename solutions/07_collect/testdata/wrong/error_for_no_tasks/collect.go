// Package collect takes no tasks for a mistake.
//
//workbook:caught-by TestNoTasks
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	if len(tasks) == 0 {
		return nil, errors.New("no tasks")
	}
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
