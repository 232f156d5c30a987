// A thousand Runs at the same time are enough.
//
//workbook:caught-by TestThousands
package propagate

var slots = make(chan struct{}, 1000)

func Run(work func()) {
	slots <- struct{}{}
	defer func() { <-slots }()
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
