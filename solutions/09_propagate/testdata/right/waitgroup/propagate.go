// A WaitGroup to wait with, and two variables of the caller for what was caught.
// Wait is what makes it right to read them; a channel would bring both in one
// message.
package propagate

import "sync"

func Run(work func()) {
	var (
		wg       sync.WaitGroup
		panicked bool
		value    any
	)
	wg.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				panicked, value = true, p
			}
		}()
		work()
	})
	wg.Wait()
	if panicked {
		panic(value)
	}
}
