// Package collect starts the last task first, and turns the slice of tasks
// around for it.
//
//workbook:caught-by TestLeavesTasksAlone
package collect

import (
	"errors"
	"slices"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	slices.Reverse(tasks)
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	slices.Reverse(values)
	slices.Reverse(errs)
	return values, errors.Join(errs...)
}
