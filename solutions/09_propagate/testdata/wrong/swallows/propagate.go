// The panic is logged, and the caller goes on as if the work had been done.
//
//workbook:caught-by TestPanicGoesOn
//workbook:caught-by TestUnrecoveredPanic
package propagate

import "log"

func Run(work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				log.Printf("work panicked: %v", p)
			}
		}()
		work()
	}()
	<-done
}
