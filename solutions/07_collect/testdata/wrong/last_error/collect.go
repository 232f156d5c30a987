// Package collect has one variable for all errors. The lock saves it from a race,
// and not from being written over.
//
//workbook:caught-by TestErrorsAreKept
package collect

import "sync"

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	var mu sync.Mutex
	var failure error
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			var err error
			values[i], err = task()
			if err != nil {
				mu.Lock()
				failure = err
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return values, failure
}
