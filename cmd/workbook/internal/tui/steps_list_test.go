package tui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/stepping"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// standing is a run of so many goroutines, of which those wait at the end and the others have
// ended.
func standing(n int, waiting ...int) *stepping.Record {
	run := &steps.Run{Verdict: report.Fail}
	for i := range n {
		run.Goroutines = append(run.Goroutines, steps.Goroutine{Name: fmt.Sprintf("call %d", i+1), By: -1})
		run.Steps = append(run.Steps, steps.Step{Goroutine: i, File: "a.go", Line: 5})
		run.End = append(run.End, steps.Place{Goroutine: i, State: steps.Ended})
	}
	for i, g := range waiting { // at a line each, so that they do not stand alike
		run.End[g-1] = steps.Place{Goroutine: g - 1, State: steps.Waits, On: "to receive from a channel", File: "a.go", Line: 20 + i}
	}
	return stepping.New(run)
}

// listed are the rows of the goroutines at the end of a run.
func listed(r *stepping.Record, width, height int) []string {
	var out []string
	for _, row := range (goroutineList{newTheme(palette{}), r, r.End()}).rows(r.At(r.End()), width, height) {
		out = append(out, strings.TrimRight(plainText(row), " "))
	}
	return out
}

// Where not all goroutines have a row at the end of a run, those that wait have one, and how
// many have none is said even in the only row.
func TestWhoWaitsIsListedFirst(t *testing.T) {
	r := standing(5, 2, 4, 5)
	rows := listed(r, 70, 4)
	require.Regexp(t, `^‖ G2 `, rows[0])
	require.Regexp(t, `^‖ G4 `, rows[1])
	require.Regexp(t, `^‖ G5 `, rows[2])
	require.Equal(t, "  and 2 more", rows[3])
	rows = listed(r, 60, 1)
	require.Len(t, rows, 1)
	require.Regexp(t, `^‖ G2 +waits to receive from a channel… a\.go:20 .*and 4 more$`, rows[0])
	require.Empty(t, listed(r, 60, 0))
}

// A goroutine has its name in the list though another has too much to say for a column of names,
// and one whose row has no room for it has it in a row that is left.
func TestTheListNamesGoroutines(t *testing.T) {
	rows := listed(standing(4, 2), 50, 6)
	require.Regexp(t, `^× G1   has ended .* call 1$`, rows[0])
	require.Regexp(t, `^‖ G2   waits to receive from a channel at a\.go:20$`, rows[1])
	require.Regexp(t, `^ +call 2, made by the check$`, rows[2])
	require.Regexp(t, `^× G3   has ended .* call 3$`, rows[3])
	rows = listed(standing(4, 2), 50, 4)
	require.Regexp(t, `^‖ G2   waits to receive from a channel at a\.go:20$`, rows[1], "there is no row for it")
	require.Regexp(t, `^× G4   has ended .* call 4$`, rows[3])
}

// Where a sentence has no room it is cut in its middle: the line stays.
func TestAPlaceIsNotCut(t *testing.T) {
	const place = "service.go:66"
	said := "waits to send on a channel at " + place
	require.Equal(t, said, placed(said, place, 60))
	require.Equal(t, "waits to send on a… service.go:66", placed(said, place, 36))
	require.Equal(t, "waits in bufio.Reader… service.go:66", placed("waits in bufio.Reader.ReadString at "+place, place, 36))
	require.Equal(t, "waits to send…", placed(said, place, 16), "there is no room for both")
	require.Equal(t, "runs on and…", placed("runs on and on", "", 12))
}
