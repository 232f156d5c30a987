// Work that panicked with a timeout gets a second chance.
//
//workbook:caught-by TestOnce
package propagate

func Run(work func()) {
	p := try(work)
	if t, ok := p.(interface{ Timeout() bool }); ok && t.Timeout() {
		p = try(work)
	}
	if p != nil {
		panic(p)
	}
}

func try(work func()) any {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	return <-panicked
}
