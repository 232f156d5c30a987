package check

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/trace"
)

// Who is taken for at work outside keeps a bubble from being believed to rest, for a second
// at each look.
func TestAtWork(t *testing.T) {
	for header, want := range map[string]bool{
		"goroutine 7 [running]:":                 true,
		"goroutine 7 [runnable]:":                true,
		"goroutine 7 [semacquire]:":              true,
		"goroutine 7 [chan receive, 3 minutes]:": false,
		"goroutine 7 [syscall]:":                 false,
		"goroutine 7 [trace reader (blocked)]:":  false,
	} {
		g, ok := trace.Header(header)
		require.True(t, ok, header)
		require.Equal(t, want, atWork(g), header)
	}
}
