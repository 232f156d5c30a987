// Package collect tells somebody, a second after the end, how many tasks
// there were.
//
//workbook:caught-by TestWaitsForAll
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
		wg.Go(func() {
			values[i], errs[i] = task()
		})
	}
	wg.Wait()
	go func() {
		time.Sleep(time.Second)
		log.Store(time.Now(), len(tasks))
	}()
	return values, errors.Join(errs...)
}

var log sync.Map
