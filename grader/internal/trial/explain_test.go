package trial

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
)

func TestValueThatCannotBePrinted(t *testing.T) {
	c := trace.Crash{Fatal: true, Value: "panic while printing panic value: type runtime.errorString"}
	f := trace.Frame{File: "exercises/17_capstone/service.go", Line: 113}
	got := crashSentence(names.Names{}, c, f, true)
	require.Contains(t, got, "service.go:113")
	require.Contains(t, got, "%v, which survives that")
}
