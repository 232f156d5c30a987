// Package collect takes the white space off the text of the joined error.
//
//workbook:caught-by TestErrorsAreJoined
package collect

import (
	"errors"
	"strings"
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
	if err := errors.Join(errs...); err != nil {
		return values, trimmed{err}
	}
	return values, nil
}

type trimmed struct{ error }

func (t trimmed) Error() string { return strings.TrimSpace(t.error.Error()) }
func (t trimmed) Unwrap() error { return t.error }
