package jointest

import (
	"errors"
	"fmt"

	"workbook/grader/check"
)

// AskedTogether lets the joiners of one task that has failed ask its error at the same
// time, which may be one that they share. Nothing but the learner's code orders them, so
// that the race detector sees what a method writes. how says how the task ended.
func AskedTogether[E Failure, T any](c *check.C, how string, join func() (T, error)) {
	start := make(chan struct{})
	var texts [20]string
	var calls [len(texts)]*check.Call
	for i := range calls {
		calls[i] = c.Go(fmt.Sprintf("joiner %d", i+1), func() error {
			<-start
			_, err := join()
			if e := *new(E); errors.As(err, &e) {
				texts[i] = e.Error()
				e.IsPanic()
				e.Panic()
			}
			return nil
		})
	}
	close(start)
	for _, call := range calls {
		call.Returns(how + ", and many joiners ask its error at the same time. Its methods give an answer to each")
	}
	for _, text := range texts {
		if text != texts[0] {
			c.Fail(check.Mistake{
				Message: how + ", many joiners asked its error at the same time, and Error did not say the same to all of them. Joiners may share one error: make its text when the task ends, or anew each time",
				Got:     text, Expected: texts[0],
			})
		}
	}
}
