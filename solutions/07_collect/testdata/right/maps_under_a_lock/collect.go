// Package collect keeps its errors in a map under a lock, and puts them in order
// at the end. A map has an entry only for what failed; the lock and the sorting
// are what places of their own would spare.
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
