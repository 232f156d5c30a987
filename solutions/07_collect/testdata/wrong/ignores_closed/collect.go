// Package collect leaves out what a connection says that somebody has
// closed.
//
//workbook:caught-by TestAnyError
package collect

import (
	"errors"
	"net"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
			if errors.Is(errs[i], net.ErrClosed) {
				errs[i] = nil
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
