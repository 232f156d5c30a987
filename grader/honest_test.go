package grader_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// honestADay is how many honest programs are graded a day.
var honestADay = aDay(1, 2)

// TestHonest grades every program of solutions/testdata/honest. Each is a right solution in
// an unusual style, so whatever is no pass is the grader's fault. It does so at
// every level of isolation that the machine has, and with the race stage at the
// best of them, as far as -everything says.
func TestHonest(t *testing.T) {
	c := realCourse(t)
	programs := loadCorpus(t, "honest")
	require.GreaterOrEqual(t, len(programs), 45)
	take(programs, *share, honestADay)
	g := open(t, c.Root)
	race := g.RaceUnavailable() == nil
	warm(t, g, programs, race)
	best := jail.Probe().Level
	counts := newCounts()
	t.Run("program", func(t *testing.T) {
		for _, p := range programs {
			if !p.wanted {
				continue
			}
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				require.NotEmpty(t, p.shows, "Shows")
				require.Equal(t, report.Pass, p.verdict)
				dir := p.layOut(t)
				for level := best; level >= jail.L1; level-- {
					if level < best && !p.inFull {
						break
					}
					req := grader.Request{
						Schedules:   grader.Schedules{Count: 8},
						Submissions: []grader.Submission{{Exercise: p.exercise, Dir: dir}}, Race: grader.RaceOff,
					}
					if race && level == best && p.inFull {
						req.Race = grader.RaceOn
					}
					rep, err := g.At(c, level).Grade(t.Context(), req, nil)
					require.NoError(t, err)
					require.Len(t, rep.Exercises, 1)
					counts.add(level, req.Race, rep.Exercises[0])
					requireFullMarks(t, rep, req.Race, level)
				}
			})
		}
	})
	t.Logf("\n%s", counts)
}

// requireFullMarks sees that nothing at all is wrong: a pass, each stage and each
// check passed, all points.
func requireFullMarks(t *testing.T, rep *report.Report, race grader.RaceMode, level jail.Level) {
	t.Helper()
	ex := rep.Exercises[0]
	about := []any{"at %v, seed %d: %s", level, rep.Exercises[0].Seed, complaint(ex)}
	require.Equal(t, report.Pass, ex.Verdict, about...)
	require.Equal(t, ex.MaxPoints, ex.Points, about...)
	require.Empty(t, ex.Problems, about...)
	for _, s := range ex.Stages {
		if s.Name == report.Race && race == grader.RaceOff {
			require.Equal(t, report.NotRun, s.Verdict, about...)
			continue
		}
		require.Equal(t, report.Pass, s.Verdict, about...)
	}
	require.NotEmpty(t, ex.Checks)
	for _, c := range ex.Checks {
		require.Equal(t, report.Pass, c.Verdict, about...)
	}
}

// complaint says what the grader had against a program.
func complaint(ex report.Exercise) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s:%d)", ex.Verdict, ex.Message, ex.File, ex.Line)
	for _, p := range ex.Problems {
		fmt.Fprintf(&b, "\n%s:%d: %s: %s", p.File, p.Line, p.Rule, p.Message)
	}
	for _, s := range ex.Stages {
		if s.Verdict.Failed() {
			fmt.Fprintf(&b, "\nstage %s: %s: %s\n%.4000s", s.Name, s.Verdict, s.Message, s.Output)
		}
	}
	for _, c := range ex.Checks {
		if c.Verdict.Failed() {
			fmt.Fprintf(&b, "\ncheck %s: %s: %s\n%.4000s", c.Name, c.Verdict, c.Message, c.Output)
		}
	}
	return b.String()
}

// The files of some programs are unusual in ways that an editor or a version
// control system would put right.
func TestHonestFilesAreAsTheySay(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range loadCorpus(t, "honest") {
		lines := 0
		for _, f := range p.files {
			require.True(t, utf8.Valid(f.Data), "%s: %s", p.name, f.Name)
			lines = max(lines, bytes.Count(f.Data, []byte("\n")))
			seen["byte order mark"] = seen["byte order mark"] || bytes.HasPrefix(f.Data, []byte("\ufeff"))
			seen["CRLF"] = seen["CRLF"] || bytes.Contains(f.Data, []byte("\r\n"))
		}
		seen["2,000 lines"] = seen["2,000 lines"] || lines >= 2000
		seen["20 files"] = seen["20 files"] || len(p.files) >= 20
		seen[p.exercise] = true
	}
	for _, what := range []string{"byte order mark", "CRLF", "2,000 lines", "20 files"} {
		require.True(t, seen[what], "no program has %s any more", what)
	}
	// The later exercises have their known-right solutions.
	for _, id := range []string{"01_sequential", "02_spawned", "03_echoes", "05_join", "08_boundary", "09_propagate"} {
		require.True(t, seen[id], "no program for %s", id)
	}
}

// counts says how many honest programs passed, by level and exercise.
type counts struct {
	mu sync.Mutex
	of map[countsKey]*struct{ programs, refused, failed int }
}

type countsKey struct {
	level    jail.Level
	race     bool
	exercise string
}

func newCounts() *counts {
	return &counts{of: map[countsKey]*struct{ programs, refused, failed int }{}}
}

func (y *counts) add(level jail.Level, race grader.RaceMode, ex report.Exercise) {
	y.mu.Lock()
	defer y.mu.Unlock()
	for _, exercise := range []string{ex.ID, "all of them"} {
		key := countsKey{level, race == grader.RaceOn, exercise}
		n := y.of[key]
		if n == nil {
			n = new(struct{ programs, refused, failed int })
			y.of[key] = n
		}
		n.programs++
		switch {
		case ex.Verdict == report.Refused:
			n.refused++
		case !ex.Verdict.Passed():
			n.failed++
		}
	}
}

// String is a table.
func (y *counts) String() string {
	y.mu.Lock()
	defer y.mu.Unlock()
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "level\texercise\tprograms\tfalse refusals\tfalse fails\trace stage")
	for _, key := range slices.SortedFunc(maps.Keys(y.of), func(a, b countsKey) int {
		return cmp.Or(cmp.Compare(b.level, a.level), cmp.Compare(a.exercise, b.exercise))
	}) {
		n := y.of[key]
		fmt.Fprintf(w, "%v\t%s\t%d\t%d\t%d\t%s\n", key.level, key.exercise, n.programs, n.refused, n.failed,
			map[bool]string{true: "on", false: "off"}[key.race])
	}
	w.Flush()
	return b.String()
}
