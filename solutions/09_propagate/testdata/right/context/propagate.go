// A cancelled context says that the work is over; its cause brings the panic
// along. Others could wait for it in a select; a cause must be an error, so that
// the value has to be wrapped and taken out again.
package propagate

import (
	"context"
	"errors"
	"fmt"
)

// caught carries a panic's value as an error.
type caught struct{ value any }

func (c *caught) Error() string { return fmt.Sprintf("panic: %v", c.value) }

func Run(work func()) {
	ctx, end := context.WithCancelCause(context.Background())
	go func() {
		defer end(nil)
		defer func() {
			if p := recover(); p != nil {
				end(&caught{p})
			}
		}()
		work()
	}()
	<-ctx.Done()
	if c := (*caught)(nil); errors.As(context.Cause(ctx), &c) {
		panic(c.value)
	}
}
