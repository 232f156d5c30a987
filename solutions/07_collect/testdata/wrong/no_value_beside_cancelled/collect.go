// What a task that gave up has got so far is thrown away.
//
//workbook:caught-by TestAnyError
package collect

import (
	"context"
	"errors"
	"sync"
)

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values := make([]T, len(tasks))
	errs := make([]error, len(tasks))

	var wg sync.WaitGroup
	for i, task := range tasks {
		wg.Go(func() {
			v, err := task()
			errs[i] = err
			if !errors.Is(err, context.Canceled) { // given up: nothing to keep
				values[i] = v
			}
		})
	}
	wg.Wait()
	return values, errors.Join(errs...)
}
