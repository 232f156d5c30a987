// Package collect uses an errgroup for the waiting, and tells it of no error.
// SetLimit could bound the tasks; the group's own error would be the first one
// only.
package collect

import (
	"errors"

	"golang.org/x/sync/errgroup"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var group errgroup.Group
	for i, task := range tasks {
		group.Go(func() error {
			values[i], errs[i] = task()
			return nil // errgroup would keep one
		})
	}
	_ = group.Wait()
	return values, errors.Join(errs...)
}
