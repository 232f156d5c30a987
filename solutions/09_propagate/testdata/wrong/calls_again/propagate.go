// The panic is recovered over there, and made again over here by a second call of
// work.
//
//workbook:caught-by TestOnce
package propagate

func Run(work func()) {
	panicked := make(chan bool)
	go func() {
		defer func() { panicked <- recover() != nil }()
		work()
	}()
	if <-panicked {
		work()
	}
}
