package grader_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/check/point"
	"workbook/grader/course"
	"workbook/grader/report"
)

// For measurements: how often schedules catch what passes by luck, and which strategy
// does so.
var (
	windows = flag.Int("windows", 0, "hunt in so many ranges of -schedules numbers, one after the other from -first, and tell in how many something is caught")
	forHunt = flag.Duration("for", 0, "bounds the time of each window, for all checks together, or of each strategy")
	shares  = flag.Uint64("shares", 0, "tell how many of so many schedules of each strategy fail")
	enough  = flag.Int("enough", 40, "so many that fail tell their share")
	plain   = flag.Int("plain", 0, "grade so often without schedules, and tell how often that passes")
	raced   = flag.Bool("raced", false, "with the race stage")
	kinds   = flag.String("kinds", "", "which strategies, by their number from 1; all without it")
)

// eachHunted builds what -hunted names, one after the other.
func eachHunted(t *testing.T, do func(h grader.Hunted, dir string)) {
	g := open(t, "..")
	dirs, err := filepath.Glob(*hunted)
	require.NoError(t, err)
	for _, dir := range dirs {
		err := g.Hunt(t.Context(), grader.Submission{Exercise: exerciseOf(dir), Dir: dir}, func(h grader.Hunted) error {
			do(h, exerciseOf(dir)+"/"+filepath.Base(dir))
			return nil
		})
		require.NoError(t, err)
	}
}

// TestWindows tells in how many gradings of different seeds a submission is caught by
// schedules alone. A grading stops at the first check that fails, and the one that
// failed last comes first.
func TestWindows(t *testing.T) {
	if *hunted == "" || *windows == 0 {
		t.Skip("-hunted names what is to be hunted in, -windows how often")
	}
	eachHunted(t, func(h grader.Hunted, name string) {
		checks, by := h.Checks(), map[string]int{}
		n := len(checks)
		checks = slices.DeleteFunc(checks, func(c course.Check) bool { return !c.Required })
		var missed []uint64
		for i := range *windows {
			s := grader.Schedules{First: *firstHunt + uint64(i)**hunts, Count: *hunts, For: *forHunt}
			at := slices.IndexFunc(checks, func(c course.Check) bool { return fails(t, h, c, s, n) != 0 })
			if at < 0 {
				missed = append(missed, s.First)
				continue
			}
			by[checks[at].Name]++
			checks[0], checks[at] = checks[at], checks[0]
		}
		t.Logf("%s: caught in %d of %d windows, by %v; not in those from %v", name, *windows-len(missed), *windows, by, missed)
	})
}

// TestShares tells which share of each strategy's schedules fails, check by check, and how
// long it took to see.
func TestShares(t *testing.T) {
	if *hunted == "" || *shares == 0 {
		t.Skip("-hunted names what is to be hunted in, -shares how often")
	}
	eachHunted(t, func(h grader.Hunted, name string) {
		for kind, strategy := range point.Strategies() {
			if *kinds != "" && !slices.Contains(strings.Split(*kinds, ","), fmt.Sprint(kind+1)) {
				continue
			}
			for _, c := range h.Checks() {
				if *huntedIn != "" && c.Name != *huntedIn {
					continue
				}
				began := time.Now()
				failed, of := shareOf(t, h, c, uint64(kind+1)<<32+*firstHunt)
				t.Logf("%s, %s: %s: %d of %d schedules fail, %.1f %% (%s)", name, c.Name, strategy,
					failed, of, 100*float64(failed)/float64(of), time.Since(began).Round(time.Second/10))
			}
		}
	})
}

// shareOf counts the schedules from the first under which a check fails, until there are
// enough of them.
func shareOf(t *testing.T, h grader.Hunted, c course.Check, first uint64) (failed int, of uint64) {
	const some = 50 // in one process
	for began := time.Now(); of < *shares && failed < *enough && (*forHunt == 0 || time.Since(began) < *forHunt); {
		n := min(some, *shares-of)
		at := fails(t, h, c, grader.Schedules{First: first + of, Count: n}, 1)
		if at == 0 {
			of += n
			continue
		}
		failed++
		of = at + 1 - first
	}
	return failed, of
}

// fails gives the schedule under which one of so many checks fails; 0 when there is none.
func fails(t *testing.T, h grader.Hunted, c course.Check, s grader.Schedules, checks int) uint64 {
	number, unconfirmed := h.Fails(t.Context(), c, s, checks)
	if unconfirmed != "" {
		t.Logf("%s fails under some schedule from %d on, and not under it alone: %s", c.Name, s.First, unconfirmed)
	}
	return number
}

// TestPlain tells how often a submission passes without schedules.
func TestPlain(t *testing.T) {
	if *hunted == "" || *plain == 0 {
		t.Skip("-hunted names what is graded, -plain how often")
	}
	g := open(t, "..")
	race := grader.RaceOff
	if *raced {
		race = grader.RaceOn
	}
	dirs, err := filepath.Glob(*hunted)
	require.NoError(t, err)
	for _, dir := range dirs {
		passed, by := 0, map[string]int{}
		for seed := range *plain {
			rep, err := g.Grade(t.Context(), grader.Request{
				Submissions: []grader.Submission{{Exercise: exerciseOf(dir), Dir: dir}}, Race: race, Seed: *firstHunt + uint64(seed),
			}, nil)
			require.NoError(t, err)
			ex := rep.Exercises[0]
			if ex.Verdict == report.Pass {
				passed++
				continue
			}
			by[ex.Message]++
		}
		t.Logf("%s/%s: passes in %d of %d gradings; otherwise %v", exerciseOf(dir), filepath.Base(dir), passed, *plain, by)
	}
}
