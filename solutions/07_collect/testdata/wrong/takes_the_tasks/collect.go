// Package collect empties each place of the slice of tasks once it has the
// task, to let the collector have it.
//
//workbook:caught-by TestLeavesTasksAlone
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		tasks[i] = nil
		wg.Go(func() {
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
