// Package collect has its goroutines send what they have, with the place that it
// belongs to. One goroutine alone writes the slices; each result must carry its
// place, and the channel has room for all of them.
package collect

import "errors"

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	type result struct {
		place int
		value T
		err   error
	}
	results := make(chan result, len(tasks))
	for i, task := range tasks {
		go func() {
			value, err := task()
			results <- result{i, value, err}
		}()
	}
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	for range tasks {
		r := <-results
		values[r.place], errs[r.place] = r.value, r.err
	}
	return values, errors.Join(errs...)
}
