package nettest

import (
	"context"
	"fmt"
	"time"

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

// Hurried calls Shutdown while Accept waits with a connection in its hand, and nobody else is
// connected. It says nothing of the error: whether that connection is left may be asked.
func Hurried(c *check.C, shut func(ctx context.Context, name string) *check.Call) {
	limited, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, v := range []struct {
		ctx context.Context
		how string
	}{
		{Over(), "was over already"},
		{limited, "has a time limit of a minute, which has passed"},
	} {
		shut(v.ctx, "hurried Shutdown").Returns("The listener was closed, Accept has not returned, like one that first waits until its client has said something, and Shutdown was called with a context that " + v.how + ". It goes by its context: wait for connections in the same select, and for Serve not at all.")
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
