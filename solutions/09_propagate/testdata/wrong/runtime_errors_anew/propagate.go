// What the runtime panics with becomes an error of our own, which can be printed anywhere.
//
//workbook:caught-by TestSameValue
package propagate

import (
	"errors"
	"runtime"
)

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		if err, ok := p.(runtime.Error); ok {
			if _, isNil := p.(*runtime.PanicNilError); !isNil {
				p = errors.New(err.Error())
			}
		}
		panic(p)
	}
}
