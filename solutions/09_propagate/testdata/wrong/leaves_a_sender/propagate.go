// Two channels without buffers and one receiver: after work has returned, the deferred
// function still waits for somebody to take its nil.
//
//workbook:caught-by TestWaits
package propagate

func Run(work func()) {
	done := make(chan struct{})
	panicked := make(chan any)
	go func() {
		defer func() { panicked <- recover() }()
		work()
		done <- struct{}{}
	}()
	select {
	case <-done:
	case p := <-panicked:
		if p != nil {
			panic(p)
		}
	}
}
