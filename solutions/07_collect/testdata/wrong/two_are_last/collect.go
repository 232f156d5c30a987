// Package collect has the last task say that all are over. Each takes one off the counter,
// and then looks whether it was the last: two can see the zero.
//
//workbook:caught-by schedules
package collect

import (
	"errors"
	"sync/atomic"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	errs := make([]error, len(tasks))
	var left atomic.Int64
	left.Store(int64(len(tasks)))
	over := make(chan struct{})
	for i, task := range tasks {
		go func() {
			values[i], errs[i] = task()
			left.Add(-1)
			if left.Load() == 0 {
				over <- struct{}{}
			}
		}()
	}
	if len(tasks) > 0 {
		<-over
	}
	return values, errors.Join(errs...)
}
