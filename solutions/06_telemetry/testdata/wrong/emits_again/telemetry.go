// When work did not return, emit is called once more, to report that.
//
//workbook:caught-by TestOnceHoweverItEnds
package telemetry

import "sync"

func Run(emit, work func()) {
	var emitting sync.WaitGroup
	emitting.Go(emit)
	returned := false
	defer func() {
		emitting.Wait()
		if !returned {
			emitting.Go(emit)
			emitting.Wait()
		}
	}()
	work()
	returned = true
}
