package canvas

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Goroutines that are made at one line differ by the number at the end of their names.
func TestNamesStayApart(t *testing.T) {
	for _, tc := range []struct {
		name  string
		width int
		want  string
	}{
		{"go serve.go:31 #2", 20, "go serve.go:31 #2   "},
		{"go serve.go:31 #2", 15, "go serve.go… #2"},
		{"go serve.go:31 #12", 15, "go serve.g… #12"},
		{"go serve.go:31", 10, "go serve.…"},
		{"go serve.go:31 #2", 4, "go …"},
		{"client 3", 8, "client 3"},
	} {
		require.Equal(t, tc.want, Name(tc.name, tc.width), tc.name)
	}
}
