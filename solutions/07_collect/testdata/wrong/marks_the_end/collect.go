// Package collect appends a nil, which marks the end: into the caller's array, where that
// has room.
//
//workbook:caught-by TestLeavesTasksAlone
package collect

import (
	"errors"
	"sync"
)

// All runs the tasks at the same time and waits for every one of them. It gives
// their values in the order of the tasks, and all their errors, joined.
func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	errs := make([]error, len(tasks))

	list := append(tasks, nil) // a nil marks the end
	var wg sync.WaitGroup
	for i := 0; list[i] != nil; i++ {
		wg.Go(func() { values[i], errs[i] = list[i]() })
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
