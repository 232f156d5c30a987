// Package collect runs the tasks one after the other.
//
//workbook:caught-by TestAtTheSameTime
package collect

import "errors"

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	values, errs := make([]T, len(tasks)), make([]error, len(tasks))
	for i, task := range tasks {
		values[i], errs[i] = task()
	}
	return values, errors.Join(errs...)
}
