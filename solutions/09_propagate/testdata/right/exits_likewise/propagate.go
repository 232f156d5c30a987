// runtime.Goexit goes on in the caller too, as a panic does. The caller notices
// whatever happened to work; a Goexit may so end more goroutines than was meant.
package propagate

import "runtime"

type ending int

const (
	exited ending = iota
	returned
	panicked
)

func Run(work func()) {
	var (
		how   ending
		value any
		done  = make(chan struct{})
	)
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				how, value = panicked, p
			}
		}()
		work()
		how = returned
	}()
	<-done
	switch how {
	case panicked:
		panic(value)
	case exited:
		runtime.Goexit()
	}
}
