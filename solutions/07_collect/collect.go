// Package collect runs tasks at the same time, and brings back what each of them
// has to say.
package collect

import (
	"errors"
	"sync"
)

// All runs the tasks at the same time, each on a goroutine of its own, and waits
// for every one of them, also when some fail. Value k is what task k returned. The
// error joins those of all tasks, in the order of the tasks; it is nil when none
// failed.
func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	errs := make([]error, len(tasks))
	var running sync.WaitGroup
	for i, task := range tasks {
		running.Go(func() { values[i], errs[i] = task() })
	}
	running.Wait()
	return values, errors.Join(errs...) // Join leaves the nils out
}
