package panictest

import (
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fallen falls on a goroutine of its own, and gives the stack that a deferred call sees.
func fallen(f *Fall) string {
	stack := make(chan string)
	go func() {
		defer func() {
			recover()
			stack <- string(debug.Stack())
		}()
		f.Deep()
	}()
	return <-stack
}

func TestFallIsShownWhole(t *testing.T) {
	f := &Fall{Value: "plates"}
	require.False(t, f.Fell())
	stack := fallen(f)
	require.True(t, f.Fell())
	require.Greater(t, len(stack), 16<<10)
	require.NotContains(t, stack, "frames elided")
	shown, missing := f.Shown(stack)
	require.Equal(t, f.Calls(), shown, missing)
	require.Empty(t, missing)
	require.Contains(t, f.Place(), "panictest.(*Fall).dropPlates at stack.go:")

	// What stands above the call of panic may be left out.
	_, below, ok := strings.Cut(stack, "\npanic(")
	require.True(t, ok)
	_, missing = f.Shown(below)
	require.Empty(t, missing)
}

func TestFallIsNotShown(t *testing.T) {
	f := &Fall{Value: "plates"}
	stack := fallen(f)
	for name, text := range map[string]string{
		"nothing":              "",
		"another stack":        string(debug.Stack()),
		"4 KiB":                stack[:4<<10],
		"16 KiB":               stack[:16<<10],
		"without the creator":  stack[:strings.LastIndex(stack, "created by ")],
		"without the place":    strings.Replace(stack, "dropPlates(", "(", 1),
		"one call of many":     stack[:strings.Index(stack, "ToTheGuests(")],
		"places without names": strings.ReplaceAll(stack, "ToTheGuests(", "("),
	} {
		shown, missing := f.Shown(text)
		require.NotEmpty(t, missing, name)
		require.LessOrEqual(t, shown, f.Calls())
	}
}
