// The goroutine says that work is over, and then once more what recover gave, which nobody wants to know after a return.
//
//workbook:caught-by TestWaits
package propagate

func Run(work func()) {
	over := make(chan bool)
	panicked := make(chan any)
	go func() {
		defer func() {
			p := recover()
			over <- p != nil
			panicked <- p
		}()
		work()
	}()
	if <-over {
		panic(<-panicked)
	}
}
