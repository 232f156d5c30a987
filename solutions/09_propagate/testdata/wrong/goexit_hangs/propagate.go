// The caller is told of a return and of a panic. Work that calls runtime.Goexit does
// neither, and Run waits for ever.
//
//workbook:caught-by TestGoexit
package propagate

func Run(work func()) {
	done := make(chan struct{})
	panicked := make(chan any, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				panicked <- p
			}
		}()
		work()
		close(done)
	}()
	select {
	case <-done:
	case p := <-panicked:
		panic(p)
	}
}
