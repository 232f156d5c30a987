// Work that did not return must have panicked. It may also have called runtime.Goexit,
// and then the panic is an invention.
//
//workbook:caught-by TestGoexit
//workbook:caught-by TestRecovered
package propagate

func Run(work func()) {
	var (
		returned bool
		value    any
		done     = make(chan struct{})
	)
	go func() {
		defer close(done)
		defer func() { value = recover() }()
		work()
		returned = true
	}()
	<-done
	if !returned {
		panic(value)
	}
}
