package atomicfile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/atomicfile"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	require.NoError(t, atomicfile.Write(path, []byte("one")))
	require.NoError(t, os.Chmod(path, 0o640))
	require.NoError(t, atomicfile.Write(path, []byte("two")))
	requireFile(t, path, "two")
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm(), "an old file's mode is kept")
	requireAlone(t, path)
}

func TestDiscard(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	require.NoError(t, atomicfile.Write(path, []byte("one")))
	f, err := atomicfile.Create(path)
	require.NoError(t, err)
	_, err = f.Write([]byte("two"))
	require.NoError(t, err)
	requireFile(t, path, "one")
	f.Discard()
	requireFile(t, path, "one")
	requireAlone(t, path)
}

func TestSymlink(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	require.NoError(t, os.WriteFile(path, []byte("one"), 0o644))
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	require.NoError(t, atomicfile.Write(link, []byte("two")))
	requireFile(t, path, "two")
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeSymlink, "the link is still a link")
}

func TestCreateErrors(t *testing.T) {
	dir := t.TempDir()
	_, err := atomicfile.Create(dir)
	require.ErrorContains(t, err, "it is a folder")
	_, err = atomicfile.Create(filepath.Join(dir, "none", "report.json"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestDevice(t *testing.T) {
	if _, err := os.Stat(os.DevNull); err != nil {
		t.Skip(err)
	}
	require.NoError(t, atomicfile.Write(os.DevNull, []byte("gone")))
	info, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	require.False(t, info.Mode().IsRegular(), "the device is still a device")
}

func requireFile(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, want, string(got))
}

func requireAlone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1, "temporary files are left behind")
}
