//go:build unix

package jail_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
	_ "workbook/grader/jail/warden"
)

func TestProbeTmp(t *testing.T) {
	s := jail.Probe()
	t.Logf("%+v", s)
	for _, l := range []jail.Level{1, 2, 3} {
		res, err := jail.Cell{Level: l, Temp: t.TempDir()}.Run(t.Context(), command(t, "hello", jail.Limits{}))
		require.NoError(t, err)
		t.Logf("%v %s %v", l, res.Output, res.Elapsed)
	}
}
