// A panic in a deferred call while work exits is recovered, and then forgotten: the
// outer function only knows that the inner one did not come back.
//
//workbook:caught-by TestPanicInDeferredCall
package propagate

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		var value any
		exited := true
		defer func() {
			if exited {
				value = nil
			}
			panicked <- value
		}()
		value = try(work)
		exited = false
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}

// try gives what work panicked with.
func try(work func()) (value any) {
	defer func() { value = recover() }()
	work()
	return nil
}
