package grader_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// For experiments: what schedules do to any submissions.
var (
	hunted    = flag.String("hunted", "", "folders of submissions, of the form …/EXERCISE/…, to hunt in")
	huntedIn  = flag.String("check", "", "the only check of them that is looked at; empty is all")
	hunts     = flag.Uint64("schedules", 32, "how many schedules a check of them runs under")
	firstHunt = flag.Uint64("first", 1, "the first of these")
	recorded  = flag.Bool("recorded", false, "run each schedule with a record and without, and see whether it is the same run")
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
				if *huntedIn != "" && c.Name != *huntedIn {
					continue
				}
				if *recorded {
					for n := *firstHunt; n < *firstHunt+*hunts; n++ {
						compareRecorded(t, h, c, n)
					}
					continue
				}
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

// compareRecorded runs a check under a schedule with a record and without.
func compareRecorded(t *testing.T, h grader.Hunted, c course.Check, number uint64) {
	began := time.Now()
	plain := h.Once(t.Context(), c, number)
	between := time.Now()
	run, out, err := h.Recorded(t.Context(), c, number)
	require.NoError(t, err)
	t.Logf("%s: schedule %d: %d steps, %d left, %d goroutines; %v, recorded %v", c.Name, number,
		len(run.Steps), run.Left, len(run.Goroutines), between.Sub(began).Round(time.Millisecond), time.Since(between).Round(time.Millisecond))
	if runOf(plain) != runOf(out) || plain.Verdict != out.Verdict {
		t.Errorf("%s: schedule %d is another run when it is recorded: %s and %s", c.Name, number, runOf(plain), runOf(out))
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
