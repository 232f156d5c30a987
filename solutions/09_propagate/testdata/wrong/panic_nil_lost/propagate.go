// A *runtime.PanicNilError says that nothing was panicked with, so it is taken for no
// panic.
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
	case nil, *runtime.PanicNilError:
	default:
		panic(p)
	}
}
