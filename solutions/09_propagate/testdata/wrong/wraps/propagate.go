// The caller gets an error that tells of the value, and not the value.
//
//workbook:caught-by TestSameValue
//workbook:caught-by TestUnrecoveredPanic
package propagate

import "fmt"

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(fmt.Errorf("work panicked: %v", p))
	}
}
