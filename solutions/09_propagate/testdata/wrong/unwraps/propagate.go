// An error is unwrapped to its cause before it goes on.
//
//workbook:caught-by TestSameValue
package propagate

import "errors"

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	p := <-panicked
	if p == nil {
		return
	}
	if err, ok := p.(error); ok {
		if cause := errors.Unwrap(err); cause != nil {
			panic(cause)
		}
	}
	panic(p)
}
