package grader_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/report"
)

// For experiments: what schedules do to any submissions.
var (
	hunted    = flag.String("hunted", "", "folders of submissions, of the form …/EXERCISE/…, to hunt in")
	hunts     = flag.Uint64("schedules", 32, "how many schedules a check of them runs under")
	firstHunt = flag.Uint64("first", 1, "the first of these")
	replays   = flag.Int("replays", 0, "run each schedule so often, each time alone, and see whether it is the same run")
)

func TestHunted(t *testing.T) {
	if *hunted == "" {
		t.Skip("-hunted names what is to be hunted in")
	}
	g := open(t, "..")
	dirs, err := filepath.Glob(*hunted)
	require.NoError(t, err)
	for _, dir := range dirs {
		err := g.Hunt(t.Context(), grader.Submission{Exercise: exerciseOf(dir), Dir: dir}, func(h grader.Hunted) error {
			for _, c := range h.Checks() {
				if *replays > 0 {
					orders := map[string]int{}
					for n := *firstHunt; n < *firstHunt+*hunts; n++ {
						clear(orders)
						for range *replays {
							orders[runOf(h.Once(t.Context(), c, n))]++
						}
						if len(orders) > 1 {
							t.Logf("%s: %s: schedule %d is not one run: %v", dir, c.Name, n, orders)
						}
					}
					continue
				}
				if out := h.Under(t.Context(), c, *firstHunt, *hunts); out.Verdict != report.Pass {
					t.Logf("%s: %s: %s under schedule %d: %.300s", dir, c.Name, out.Verdict, out.Schedule, out.Message)
				}
			}
			return nil
		})
		t.Logf("%s: %v", dir, err)
	}
}

// exerciseOf finds the exercise's id in a path.
func exerciseOf(dir string) string {
	for _, part := range strings.Split(dir, "/") {
		if len(part) > 3 && part[2] == '_' {
			return part
		}
	}
	return ""
}

// runOf is what tells two runs under a schedule apart.
func runOf(c report.Check) string {
	if len(c.Events) == 0 {
		return string(c.Verdict) + ": " + c.Message
	}
	return c.Events[len(c.Events)-1].Note
}
