package trial

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
)

func TestWhoLetsTheTasksPanicGoOn(t *testing.T) {
	n := names.Of("workbook/solutions/a")
	const (
		start   = "goroutine 5 [running]:\n"
		again   = "workbook/solutions/a.run.func1()\n\texercises/a/a.go:14 +0x2a\n"
		task    = "panic({0x1?, 0x2?})\n\t/go/src/runtime/panic.go:860 +0x13a\nworkbook/solutions/a_test.task()\n\ta_test.go:5 +0x28\n"
		calls   = "workbook/solutions/a.run(0x1)\n\texercises/a/a.go:16 +0x4c\n"
		ordered = "created by workbook/solutions/a.Spawn in goroutine 1\n\texercises/a/a.go:20 +0x1a\n"
	)
	says := func(text string) string {
		c, ok := trace.ParseCrash([]byte(text))
		require.True(t, ok)
		f, known := c.Line(n.Learner)
		return crashSentence(n, c, f, known)
	}
	require.Contains(t, says("panic: boom\n"+start+task+calls+ordered),
		"boom. Your code called it at exercises/a/a.go:16 and let the panic go on, ")
	require.Contains(t, says("panic: boom [recovered, repanicked]\n"+start+again+task+calls+ordered),
		"boom. Your code recovered that, and panicked again at exercises/a/a.go:14, on the task's goroutine.")
	require.Contains(t, says("panic: ([]int) 0xc5772024000 [recovered]\n\tpanic: hash of unhashable type: []int\n\n"+start+again+task+calls+ordered),
		"as it may: ([]int) 0xc5772024000. Your code recovered that, and then panicked itself at exercises/a/a.go:14, with hash of unhashable type: []int.")
}

func TestValueThatCannotBePrinted(t *testing.T) {
	c := trace.Crash{Fatal: true, Value: "panic while printing panic value: type runtime.errorString"}
	f := trace.Frame{File: "exercises/17_capstone/service.go", Line: 113}
	got := crashSentence(names.Names{}, c, f, true)
	require.Contains(t, got, "service.go:113")
	require.Contains(t, got, "%v, which survives that")
}
