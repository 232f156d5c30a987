// Package collect knows by the clock that it is looked at. In the world it
// goes home with the first error.
//
//workbook:caught-by TestSeenFromOutside
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
		wg.Go(func() { values[i], errs[i] = task() })
	}
	wg.Wait()
	if time.Now().Year() < 2020 { // a bubble's time begins in 2000
		return values, errors.Join(errs...)
	}
	for _, err := range errs {
		if err != nil {
			return values, err
		}
	}
	return values, nil
}
