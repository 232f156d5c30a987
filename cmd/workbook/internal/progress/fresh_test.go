package progress

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// The first start is the one without a file, until Begin.
func TestFresh(t *testing.T) {
	root := t.TempDir()
	s, err := Open(root)
	require.NoError(t, err)
	require.True(t, s.Fresh())
	again, err := Open(root)
	require.NoError(t, err)
	require.True(t, again.Fresh(), "to open is not to begin")

	require.NoError(t, s.Begin())
	require.True(t, s.Fresh(), "it still is this session's first start")
	again, err = Open(root)
	require.NoError(t, err)
	require.False(t, again.Fresh())
	require.Empty(t, again.Get().Exercises)
}

// A file that makes no sense was a file.
func TestDamagedIsNotFresh(t *testing.T) {
	root := t.TempDir()
	s, err := Open(root)
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(s.dir, 0o755))
	require.NoError(t, os.WriteFile(s.path(), []byte("{"), 0o600))
	s, err = Open(root)
	require.NoError(t, err)
	require.False(t, s.Fresh())
}

// Begin keeps what another process has recorded meanwhile.
func TestBeginAddsNothing(t *testing.T) {
	root := t.TempDir()
	s, err := Open(root)
	require.NoError(t, err)
	other, err := Open(root)
	require.NoError(t, err)
	require.NoError(t, other.SawHints("02_spawned", 2))
	require.NoError(t, s.Begin())
	again, err := Open(root)
	require.NoError(t, err)
	require.Equal(t, 2, again.Entry("02_spawned").Hints)
}
