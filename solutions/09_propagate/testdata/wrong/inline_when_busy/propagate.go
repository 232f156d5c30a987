// There are 2000 places for goroutines. When all are taken, work runs on the goroutine of
// its caller.
//
//workbook:caught-by TestThousands
package propagate

var places = make(chan struct{}, 2000)

func Run(work func()) {
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	default:
		work()
		return
	}
	result := make(chan any)
	go func() {
		defer func() { result <- recover() }()
		work()
	}()
	if p := <-result; p != nil {
		panic(p)
	}
}
