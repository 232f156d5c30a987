package echoes_test

import (
	"fmt"
	"strings"

	"workbook/grader/check"
	"workbook/solutions/internal/echotest"
)

// endsQuietly expects the end of Echoes after its listeners were closed.
func endsQuietly(c *check.C, call *check.Call, when string) {
	echotest.Quiet(c, "Echoes", call.Returns(when+": Echoes must return."), when)
}

// endsWith expects the end of Echoes with an error that wraps all of want.
func endsWith(c *check.C, call *check.Call, when string, want ...error) {
	err := call.Returns(when + ": both have ended, and Echoes must return.")
	for _, w := range want {
		expected := fmt.Sprintf("an error that wraps %q", w)
		switch {
		case err == nil:
			c.Fail(check.Mistake{
				Message: when + ", and Echoes returned nil: its caller would think that all is well.",
				Got:     "nil", Expected: expected,
			})
		case !check.Wraps(err, w):
			c.Fail(check.Mistake{
				Message: when + ", and Echoes returned an error that does not wrap each failure of Accept: errors.Join, or fmt.Errorf with %w, keeps them all findable.",
				Got:     fmt.Sprintf("the error %q", err), Expected: expected,
			})
		}
	}
}

// upper is s with a capital letter.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
