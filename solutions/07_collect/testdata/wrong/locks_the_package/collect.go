// Package collect lets one All in after the other: a task that calls All
// waits for itself.
//
//workbook:caught-by TestIndependent
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	one.Lock()
	defer one.Unlock()
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}

var one sync.Mutex
