package nettest

import (
	"context"
	"fmt"

	"workbook/grader/check"
)

// Finished awaits a Shutdown after which all is well.
func Finished(c *check.C, call *check.Call, when string) {
	if err := call.Returns(when + ": Shutdown must return. The end of the last connection has to wake all who wait for it."); err != nil {
		c.Fail(check.Mistake{
			Message: when + ", and Shutdown returned an error. Nothing was cut, or not by this call: return nil",
			Got:     Show(err), Expected: "nil",
		})
	}
}

// Cut awaits a Shutdown that ended with its context, whose error is want.
func Cut(c *check.C, call *check.Call, want error, when string) {
	err := call.Returns(when + ": Shutdown must return now. It waits no longer than its context lasts, and for nobody once it has cut the connections.")
	if err == nil {
		c.Fail(check.Mistake{
			Message: when + ", and Shutdown returned nil: its caller would think that all connections had come to their own end.",
			Got:     "nil", Expected: "an error that wraps the one of the context: " + Show(want),
		})
	}
	if !check.Wraps(err, want) {
		c.Fail(check.Mistake{
			Message: when + ", and the error of Shutdown does not wrap the one of the context it was called with. Its caller must learn why connections were cut: return ctx.Err(), or put it into words with %w.",
			Got:     Show(err), Expected: "an error that wraps " + Show(want),
		})
	}
}

// Over is a context that is over already.
func Over() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// Show is an error for people.
func Show(err error) string {
	if err == nil {
		return "nil"
	}
	return fmt.Sprintf("%q", err)
}
