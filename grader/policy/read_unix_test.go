//go:build unix

package policy_test

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
)

// requireNoFile wants the entry a.go of dir refused, and b.go read all the same.
func requireNoFile(t *testing.T, dir string) {
	t.Helper()
	src, problems := policy.Read(dir, "")
	require.Equal(t, []string{"b.go"}, names(src))
	require.Len(t, problems, 1)
	require.Equal(t, "not-a-file", problems[0].Rule)
	require.Equal(t, "a.go", problems[0].File)
}

func TestReadOpensNoPipe(t *testing.T) {
	dir := folder(t, map[string]string{"b.go": stub})
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "a.go"), 0o600))
	requireNoFile(t, dir) // opening the pipe would wait for a writer
}

func TestReadOpensNoSocket(t *testing.T) {
	// The name of a socket may not be long, as those of test folders are.
	dir, err := os.MkdirTemp("", "s")
	require.NoError(t, err)
	defer os.RemoveAll(dir)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.go"), []byte(stub), 0o600))
	ln, err := net.Listen("unix", filepath.Join(dir, "a.go"))
	require.NoError(t, err)
	defer ln.Close()
	requireNoFile(t, dir)
}

func TestReadOpensNoDevice(t *testing.T) {
	dir := folder(t, map[string]string{"b.go": stub})
	const zero = 1<<8 | 5 // as the kernel numbers /dev/zero, which never ends
	if err := mknod(filepath.Join(dir, "a.go"), syscall.S_IFCHR|0o600, zero); err != nil {
		t.Skipf("this user makes no devices: %v", err)
	}
	requireNoFile(t, dir)
}
