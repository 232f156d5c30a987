// Errors are joined with what was there before, which is nothing.
//
//workbook:caught-by TestSameValue
package propagate

import (
	"errors"
)

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		if err, ok := p.(error); ok {
			p = errors.Join(nil, err)
		}
		panic(p)
	}
}
