// Package collect receives results until one has an error, and returns with it.
//
//workbook:caught-by TestFailureStopsNobody
//workbook:caught-by TestErrorsAreKept
package collect

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
	values := make([]T, len(tasks))
	for range tasks {
		r := <-results
		if r.err != nil {
			return values, r.err
		}
		values[r.place] = r.value
	}
	return values, nil
}
