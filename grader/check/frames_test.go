package check

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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
		for _, g := range takeSnapshot().parse() {
			seen = seen || stopped(g)
		}
	}
	clock.stop()
	<-asked

	require.Equal(t, "workbook/grader/check/subject.Serve", serve)
	for function, want := range map[string]bool{
		"workbook/grader/check/subject.(*program).obey": true,
		"workbook/grader/check/subject.(*program).dump": true,
		"workbook/grader/check/subject.Serve":           false,
		"workbook/grader/check.(*outsideClock).sleep":   false,
		"main.main.func1": false,
	} {
		require.Equal(t, want, ofSubject(trace.Frame{Func: function}), function)
	}
}

// A hidden test that is run by hand knows whose code it tests from its own name, and
// this test, which tests no exercise, does not.
func TestNamesByHand(t *testing.T) {
	require.Zero(t, namesByHand())
}
