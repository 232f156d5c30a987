// Package collect starts the tasks a hundred at a time, ten milliseconds apart, to go
// easy on those whom they ask.
//
//workbook:caught-by TestAtTheSameTime
package collect

import (
	"errors"
	"sync"
	"time"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		if i > 0 && i%100 == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
