//go:build unix

package outside_test

import (
	"syscall"

	"github.com/stretchr/testify/require"

	"workbook/grader/check/outside"
	"workbook/grader/report/outcome"
)

func init() {
	outsideCases = append(outsideCases, aCase{name: "outside stops", f: func(c *outside.C) {
		s := c.Subject()
		require.NoError(c, syscall.Kill(s.PID(), syscall.SIGSTOP))
		s.Alive("The program must go on")
	}, verdict: outcome.Fail, says: []string{"The program must go on. The program does not respond any more."}})
}
