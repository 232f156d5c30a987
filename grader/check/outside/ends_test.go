package outside_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check/outside"
	"workbook/grader/internal/wire"
)

// The wall clock of the machine has no part in a verdict, the processes of a check
// end with it, and nothing is left in the temporary folder.
func TestSubjectEndsWithTheCheck(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("TMP", tmp)
	program, err := subjects()
	require.NoError(t, err)
	t.Setenv(wire.SubjectEnv, program)
	var pid int
	t.Run("check", func(t *testing.T) {
		outside.Run(t, func(c *outside.C) {
			s := c.Subject()
			pid = s.PID()
			s.Dial("A").Send(make([]byte, 1<<20))
		})
	})
	require.NotZero(t, pid)
	if runtime.GOOS != "windows" {
		require.Error(t, exec.Command("kill", "-0", fmt.Sprint(pid)).Run())
	}
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	require.Empty(t, left)
}
