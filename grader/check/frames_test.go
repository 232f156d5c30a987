package check

import (
	"runtime"
	"testing"
	"time"

	"workbook/grader/internal/trace"
)

// What a goroutine does is told by functions of the kit in its trace: the runtime must
// print them as they are looked for.
func TestFramesOfTheKit(t *testing.T) {
	clock := newOutsideClock(time.Now())
	asked := make(chan struct{})
	go func() {
		defer close(asked)
		clock.sleep(0)
	}()
	stopped := func(g trace.Goroutine) bool { return g.State == "select" && waitsForClock(g) }
	for seen := false; !seen; runtime.Gosched() {
		for _, g := range goroutines() {
			seen = seen || stopped(g)
		}
	}
	clock.stop()
	<-asked
}
