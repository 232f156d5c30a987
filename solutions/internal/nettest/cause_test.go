package nettest

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
)

// panicked gives what f panics with.
func panicked(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

func TestCausesAreFound(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, cause := range Causes(c) {
			value := panicked(cause.Panic)
			forms := []string{"%v", "%+v"}
			if _, ok := value.(error); ok {
				forms = append(forms, "%q", "%#v")
			}
			for _, form := range forms {
				require.True(c, cause.In("panic: "+fmt.Sprintf(form, value)+"\n"), "%s with %s", cause.What, form)
			}
		}
	})
}
