// The subject program of the outside checks: it lets All run tasks that call back to the
// referee.
package main

import (
	"errors"

	collect "workbook/solutions/07_collect"

	"workbook/solutions/internal/calltest/callback"
)

func main() {
	callback.Serve(map[string]callback.Command{"all": all})
}

// all calls All with a task for each name. It answers with the error, if there is one,
// and then with the values.
func all(p *callback.Program, names []string) []string {
	tasks := make([]func() (string, error), len(names))
	for i, name := range names {
		tasks[i] = func() (string, error) { return task(p, name) }
	}
	values, err := collect.All(tasks...)
	if err != nil {
		return append([]string{"error", err.Error()}, values...)
	}
	return append([]string{"no error", ""}, values...)
}

// task does what the referee says: it returns a value, or a value and an error.
func task(p *callback.Program, name string) (string, error) {
	said := p.Begin(name).Hear()
	switch len(said) {
	case 1:
		return said[0], nil
	case 2:
		return said[0], errors.New(said[1])
	}
	return "", nil
}
