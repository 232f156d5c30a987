// A *runtime.PanicNilError is taken for the trace of a panic(nil), which is then done
// again. Go makes another value for that, and work may have panicked with one of its own.
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
	switch p := (<-panicked).(type) {
	case nil:
	case *runtime.PanicNilError:
		panic(nil)
	default:
		panic(p)
	}
}
