// Package collect sends its errors on a channel without a buffer, and receives the
// first.
//
//workbook:caught-by TestErrorsAreKept
package collect

import "sync"

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	errs, done := make(chan error), make(chan struct{})
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			var err error
			if values[i], err = task(); err != nil {
				errs <- err
			}
		})
	}
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return values, nil
	case err := <-errs:
		return values, err
	}
}
