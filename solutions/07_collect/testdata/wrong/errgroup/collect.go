// Package collect returns what errgroup gives: the first error.
//
//workbook:caught-by TestErrorsAreKept
package collect

import "golang.org/x/sync/errgroup"

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	var group errgroup.Group
	for i, task := range tasks {
		group.Go(func() (err error) {
			values[i], err = task()
			return err
		})
	}
	err := group.Wait()
	return values, err
}
