package kit

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/steps"
)

// How a function ends is known to what it has deferred, which does not change it.
func TestLeaves(t *testing.T) {
	how := func(end func()) (kind steps.DeedKind, value any) {
		over := make(chan struct{})
		go func() {
			defer close(over)
			defer func() { value = recover() }()
			func() {
				defer func() { kind = Leaves() }()
				end()
			}()
		}()
		<-over
		return kind, value
	}
	kind, value := how(func() {})
	require.Equal(t, steps.TaskEnds, kind)
	require.Nil(t, value)
	kind, value = how(func() { panic("no") })
	require.Equal(t, steps.TaskPanics, kind)
	require.Equal(t, "no", value)
	kind, _ = how(func() { var m map[int]int; m[1]++ })
	require.Equal(t, steps.TaskPanics, kind)
	kind, _ = how(func() { var p *int; *p++ })
	require.Equal(t, steps.TaskPanics, kind)
	kind, value = how(runtime.Goexit)
	require.Equal(t, steps.TaskExits, kind)
	require.Nil(t, value)
	kind, _ = how(func() {
		defer func() { _ = recover() }()
		panic("its own business")
	})
	require.Equal(t, steps.TaskEnds, kind)
}
