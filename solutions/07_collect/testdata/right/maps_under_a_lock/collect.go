// Package collect keeps everything in maps under a lock, and puts it in order at
// the end.
package collect

import (
	"errors"
	"maps"
	"slices"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	var (
		mu     sync.Mutex
		wg     sync.WaitGroup
		values = make([]T, len(tasks))
		failed = map[int]error{}
	)
	for i, task := range tasks {
		wg.Go(func() {
			value, err := task()
			mu.Lock()
			defer mu.Unlock()
			values[i] = value
			if err != nil {
				failed[i] = err
			}
		})
	}
	wg.Wait()
	var errs []error
	for _, i := range slices.Sorted(maps.Keys(failed)) {
		errs = append(errs, failed[i])
	}
	return values, errors.Join(errs...)
}
