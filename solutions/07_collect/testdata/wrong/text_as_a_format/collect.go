// Package collect makes one text of the errors, and hands it to fmt as a
// format: each percent sign in it becomes something else.
//
//workbook:caught-by TestErrorsAreJoined
package collect

import (
	"errors"
	"fmt"
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
	if err == nil {
		return values, nil
	}
	return values, &joined{fmt.Errorf(err.Error()), err}
}

type joined struct{ text, errs error }

func (j *joined) Error() string { return j.text.Error() }
func (j *joined) Unwrap() error { return j.errs }
