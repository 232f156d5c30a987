// A text goes through Sprintf on its way.
//
//workbook:caught-by TestSameValue
package propagate

import (
	"fmt"
)

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		if text, ok := p.(string); ok {
			p = fmt.Sprintf(text)
		}
		panic(p)
	}
}
