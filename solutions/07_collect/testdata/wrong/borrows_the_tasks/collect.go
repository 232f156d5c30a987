// Package collect puts wrappers into the slice of tasks, and the tasks
// themselves back when they are over.
//
//workbook:caught-by TestLeavesTasksAlone
package collect

import (
	"errors"
	"slices"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	keep := slices.Clone(tasks)
	clear(tasks)
	var wg sync.WaitGroup
	for i, task := range keep {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	copy(tasks, keep)
	return values, errors.Join(errs...)
}
