// Package collect cuts the text after 4,096 bytes: nobody reads so far.
//
//workbook:caught-by TestErrorsAreJoined
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	err := errors.Join(errs...)
	if err == nil || len(err.Error()) <= 4096 {
		return values, err
	}
	return values, &short{err}
}

type short struct{ error }

func (s *short) Error() string { return s.error.Error()[:4096] }
func (s *short) Unwrap() error { return s.error }
