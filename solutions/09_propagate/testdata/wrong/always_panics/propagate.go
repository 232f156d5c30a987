// What comes over the channel is panicked with, also when it is nil, as there was no panic.
//
//workbook:caught-by TestWaits
package propagate

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	panic(<-panicked)
}
