// A number of Runs, kept for the log, which nobody guards.
//
//workbook:caught-by race
package propagate

var runs int

func Run(work func()) {
	runs++
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
