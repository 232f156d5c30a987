// Package collect takes the slices of values from a pool, and puts them back as it
// returns: the next All writes over what the caller of this one was given.
//
//workbook:caught-by TestIndependent
package collect

import (
	"errors"
	"sync"
)

var pools sync.Map // of a nil *T, a pool of []T

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	p, _ := pools.LoadOrStore((*T)(nil), new(sync.Pool))
	pool := p.(*sync.Pool)
	values, _ := pool.Get().([]T)
	if cap(values) < len(tasks) {
		values = make([]T, len(tasks))
	}
	values = values[:len(tasks)]
	defer pool.Put(values)
	errs := make([]error, len(tasks))
	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
