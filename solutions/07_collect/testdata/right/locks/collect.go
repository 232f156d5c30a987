// Package collect has a lock for each task: the task holds it until it is
// over, and All takes them one by one.
package collect

import (
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	type place struct {
		sync.Mutex
		value T
		err   error
	}
	places := make([]place, len(tasks))
	for i, task := range tasks {
		p := &places[i]
		p.Lock()
		go func() {
			defer p.Unlock()
			p.value, p.err = task()
		}()
	}
	var values []T
	var errs []error
	for i := range places {
		places[i].Lock()
		values = append(values, places[i].value)
		errs = append(errs, places[i].err)
	}
	return values, errors.Join(errs...)
}
