// The work has a goroutine, and nobody recovers on it: its panic ends the process, and
// the caller has no chance.
//
//workbook:caught-by TestPanicGoesOn
package propagate

func Run(work func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	<-done
}
