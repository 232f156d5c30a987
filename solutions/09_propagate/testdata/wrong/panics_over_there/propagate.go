// The panic is recovered and raised again on the new goroutine, from where it ends the
// process.
//
//workbook:caught-by TestPanicGoesOn
//workbook:caught-by TestRecoveredPanic
//workbook:caught-by TestUnrecoveredPanic
package propagate

func Run(work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				panic(p)
			}
		}()
		work()
	}()
	<-done
}
