// After runtime.Goexit the goroutine waits until Run has heard of it, and Run does not say so.
//
//workbook:caught-by TestGoexit
package propagate

func Run(work func()) {
	panicked := make(chan any, 1)
	heard := make(chan struct{})
	go func() {
		returned := false
		defer func() {
			p := recover()
			panicked <- p
			if p == nil && !returned {
				<-heard
			}
		}()
		work()
		returned = true
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
