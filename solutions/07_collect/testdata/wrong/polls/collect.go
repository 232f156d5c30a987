// Package collect asks a ticker when to look whether all tasks are over.
//
//workbook:caught-by TestPatience
package collect

import (
	"errors"
	"sync/atomic"
	"time"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var ended atomic.Int64
	for i, task := range tasks {
		go func() {
			values[i], errs[i] = task()
			ended.Add(1)
		}()
	}
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for ended.Load() < int64(len(tasks)) {
		<-ticker.C
	}
	return values, errors.Join(errs...)
}
