// Package collect turns the slice of tasks around to start the last one first, and turns
// it back when all are over.
//
//workbook:caught-by TestLeavesTasksAlone
package collect

import (
	"errors"
	"slices"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	n := len(tasks)
	values, errs := make([]T, n), make([]error, n)
	slices.Reverse(tasks)
	defer slices.Reverse(tasks)
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { values[n-1-i], errs[n-1-i] = task() })
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
