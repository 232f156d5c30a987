//go:build unix

package jail_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/jail"
)

func TestAMachineHasTheLevelsUpToItsBest(t *testing.T) {
	s := jail.Support{Level: jail.L1, Missing: []jail.Lack{
		{Level: jail.L2, Why: "no landlock", Remedy: "a newer kernel"},
		{Level: jail.L3, Why: "no namespaces", Remedy: "a sysctl"},
	}}
	require.NoError(t, s.Has(jail.L1))
	require.NoError(t, s.Has(0), "no level is asked for")
	err := s.Has(jail.L2)
	require.EqualError(t, err, "isolation L2 is asked for, and this machine has L1: no landlock")
	var missing *jail.MissingError
	require.ErrorAs(t, err, &missing)
	require.Equal(t, "a newer kernel", missing.Remedy)
	require.ErrorContains(t, s.Has(jail.L3), "no namespaces")
}

// What the probe says of this machine holds when it is tried, and what it denies
// cannot be had.
func TestProbeIsTrue(t *testing.T) {
	s := jail.Probe()
	t.Logf("%+v", s)
	require.GreaterOrEqual(t, s.Level, jail.L1)
	require.Len(t, s.Missing, int(jail.L3-s.Level))
	for i, lack := range s.Missing {
		require.Equal(t, s.Level+jail.Level(i)+1, lack.Level)
		require.NotEmpty(t, lack.Why)
		require.NotEmpty(t, lack.Remedy)
		res, err := jail.Cell{Level: lack.Level, Temp: t.TempDir()}.Run(t.Context(), command(t, "hello", jail.Limits{}))
		require.False(t, err == nil && res.Exit == 0, "%v works all the same", lack.Level)
	}
}

// A level is written in one word, which is its own.
func TestLevelsAsText(t *testing.T) {
	var words []string
	for _, l := range jail.Levels() {
		words = append(words, l.String())
	}
	require.Equal(t, []string{"best", "L1", "L2", "L3"}, words)
}
