// Package collect has the last task tell that all are over. Of no tasks, none is the
// last.
//
//workbook:caught-by TestNoTasks
package collect

import (
	"errors"
	"sync/atomic"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var left atomic.Int64
	left.Add(int64(len(tasks)))
	over := make(chan struct{})
	for i, task := range tasks {
		go func() {
			values[i], errs[i] = task()
			if left.Add(-1) == 0 {
				close(over)
			}
		}()
	}
	<-over
	return values, errors.Join(errs...)
}
