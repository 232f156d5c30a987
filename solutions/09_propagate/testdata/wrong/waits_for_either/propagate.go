// Run waits for a panic or for the end, whichever it sees. When both have happened,
// select takes one by chance, and the panic may be lost.
//
//workbook:caught-by schedules
package propagate

func Run(work func()) {
	panicked := make(chan any, 1)
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer func() {
			if p := recover(); p != nil {
				panicked <- p
			}
		}()
		work()
	}()
	select {
	case p := <-panicked:
		panic(p)
	case <-over:
	}
}
