package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/steps"
)

func TestRound(t *testing.T) {
	run := func(lines string) (all []steps.Step) {
		for _, l := range lines {
			all = append(all, steps.Step{Line: int(l)})
		}
		return all
	}
	for lines, want := range map[string]folded{
		"":           {},
		"abcd":       {},
		"abab":       {},
		"ababab":     {2, 2},
		"abababx":    {2, 2},
		"aaaa":       {1, 3},
		"abcabcabca": {3, 2},
		"xababab":    {},
	} {
		got, ok := round(run(lines), 0)
		require.Equal(t, want, got, lines)
		require.Equal(t, want.times > 0, ok)
	}
	printed := run("aaa")
	printed[2].Output = "differs"
	_, ok := round(printed, 0)
	require.False(t, ok)
}
