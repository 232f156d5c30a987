// The channel carries a panic or is closed without one. That there was none is
// not a value but an empty channel; whoever reads it must know that range ends
// there.
package propagate

func Run(work func()) {
	panics := make(chan any, 1)
	go relay(work, panics)
	for p := range panics {
		panic(p)
	}
}

// relay calls work, sends what it panicked with, if it did, and closes panics.
func relay(work func(), panics chan<- any) {
	defer close(panics)
	defer func() {
		if p := recover(); p != nil {
			panics <- p
		}
	}()
	work()
}
