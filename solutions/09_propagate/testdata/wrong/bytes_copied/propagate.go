// Bytes are copied on their way, as another goroutine could change them.
//
//workbook:caught-by TestSameValue
package propagate

import "bytes"

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		if b, ok := p.([]byte); ok {
			p = bytes.Clone(b)
		}
		panic(p)
	}
}
