package jointest

import (
	"fmt"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// ReturnsASlice has a task return what == cannot compare. spawn gives the Join of its task.
func ReturnsASlice(c *check.C, spawn func(f func() []int) (join func() ([]int, error))) {
	const hand = "T may be any type, also one whose values cannot be compared, like a slice: == of two interfaces that hold such values panics. Hand the value on, whatever it is"
	want := []int{c.Rand().Int(), 2}
	join := spawn(func() []int { return want })
	for _, who := range []string{"joiner of a slice", "second joiner of a slice"} {
		j := Join(c, who, nil, join)
		j.Returns("The task returned a slice. " + EndIt)
		if j.Err != nil {
			c.Fail(check.Mistake{
				Message: "The task returned a slice, and Join gave an error. " + hand,
				Got:     fmt.Sprintf("an error of type %T: %v", j.Err, j.Err), Expected: "nil",
			})
		}
		if !panictest.Same(j.Value, want) {
			c.Fail(check.Mistake{
				Message: "The task returned a slice, and Join gave another value. " + hand,
				Got:     panictest.Show(j.Value), Expected: panictest.Show(want),
			})
		}
	}
}
