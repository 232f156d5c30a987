//go:build unix

package policy_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/policy"
)

func TestReadOpensNoPipe(t *testing.T) {
	dir := folder(t, map[string]string{"b.go": stub})
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "a.go"), 0o600))
	src, problems := policy.Read(dir, "") // opening the pipe would wait for a writer
	require.Equal(t, []string{"b.go"}, names(src))
	require.Len(t, problems, 1)
	require.Equal(t, "not-a-file", problems[0].Rule)
}
