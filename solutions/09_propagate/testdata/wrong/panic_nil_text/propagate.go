// panic(nil) is replaced by a text that explains it.
//
//workbook:caught-by TestPanicNil
package propagate

import "runtime"

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	p := <-panicked
	if _, ok := p.(*runtime.PanicNilError); ok {
		panic("work called panic(nil)")
	}
	if p != nil {
		panic(p)
	}
}
