//go:build go1.26 && !go1.27

package testdeps

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// It is what this version of Go asks for: this compiles.
var _ = func() { testing.MainStart(TestDeps{}, nil, nil, nil, nil) }

func TestMatchString(t *testing.T) {
	for _, tt := range []struct {
		pat, name string
		want      bool
	}{
		{"", "non-empty", true},
		{"^TestA$", "TestA", true},
		{"^TestA$", "TestAB", false},
		{"^TestÄ$", "TestÄ", true},
	} {
		got, err := TestDeps{}.MatchString(tt.pat, tt.name)
		require.NoError(t, err)
		require.Equal(t, tt.want, got, tt)
	}
	_, err := TestDeps{}.MatchString("Test.*", "TestA")
	require.Error(t, err)
}
