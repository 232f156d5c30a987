// Panics with a text or an error go on as they are. Other values are made a text.
//
//workbook:caught-by TestSameValue
package propagate

import "fmt"

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	switch p := (<-panicked).(type) {
	case nil:
	case string, error:
		panic(p)
	default:
		panic(fmt.Sprint(p))
	}
}
