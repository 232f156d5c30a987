// A second goroutine waits for a panic that does not come, and nobody tells it.
//
//workbook:caught-by TestWaits
package propagate

func Run(work func()) {
	done := make(chan struct{})
	panicked := make(chan any)
	caught := make(chan any, 1)
	go func() {
		p := <-panicked
		caught <- p
		close(done)
	}()
	go func() {
		defer func() {
			if p := recover(); p != nil {
				panicked <- p
				return
			}
			done <- struct{}{}
		}()
		work()
	}()
	<-done
	select {
	case p := <-caught:
		panic(p)
	default:
	}
}
