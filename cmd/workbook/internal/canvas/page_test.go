package canvas

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Goroutines that are made at one line differ by the number at the end of their names, those that
// are made at different ones by the line, and calls by what they are given.
func TestNamesStayApart(t *testing.T) {
	for _, tc := range []struct {
		name  string
		width int
		want  string
	}{
		{"go serve.go:31 #2", 20, "go serve.go:31 #2   "},
		{"go serve.go:31 #2", 15, "go serv…o:31 #2"},
		{"go serve.go:32 #2", 15, "go serv…o:32 #2"},
		{"go serve.go:31 #12", 15, "go serv…:31 #12"},
		{"go serve.go:31 #2", 10, "go ser… #2"},
		{"Run of work that panics with an int", 30, "Run of work tha…cs with an int"},
		{"Run of work that panics with an error", 30, "Run of work tha… with an error"},
		{"go serve.go:31", 10, "go serve.…"},
		{"go serve.go:31 #2", 4, "go …"},
		{"client 3", 8, "client 3"},
	} {
		require.Equal(t, tc.want, Name(tc.name, tc.width), tc.name)
	}
}
