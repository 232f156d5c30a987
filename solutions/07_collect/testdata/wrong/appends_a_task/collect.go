// Package collect adds a task of its own that marks the end.
//
//workbook:caught-by TestLeavesTasksAlone
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	n := len(tasks)
	all := append(tasks, func() (none T, err error) { return none, nil })
	values, errs := make([]T, len(all)), make([]error, len(all))
	var wg sync.WaitGroup
	for i, task := range all {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	return values[:n], errors.Join(errs...)
}
