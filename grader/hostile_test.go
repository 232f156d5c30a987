package grader_test

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// harm begins what a hostile program prints when it reached what it must not.
const harm = "HARM:"

// TestHostile grades every program of solutions/testdata/hostile. Each is a wrong solution
// with an attack around it, so a pass would be a false one; and each says which
// verdict it must get. What gets to run does so at every level of isolation that
// the machine has.
func TestHostile(t *testing.T) {
	c := realCourse(t)
	programs := loadCorpus(t, "hostile")
	takeHostile(programs)
	g := open(t, c.Root)
	warm(t, g, programs, false)
	adoptOrphans(t)
	best := jail.Probe().Level
	tally := newTally()
	forPrograms(t, programs, func(t *testing.T, p *program) {
		requireWhole(t, p)
		if !p.wanted {
			return
		}
		for level := best; level >= jail.L1; level-- {
			if !p.claims(level.String()) || level < best && !p.inFull {
				continue
			}
			ex := gradeProgram(t, g, c, p, level)
			tally.add(level, p.class, ex.Verdict == p.verdict, ex.Verdict.Passed())
			require.Equal(t, p.verdict, ex.Verdict, "at %v: %s", level, explain(ex))
			requireRendersSafely(t, ex)
			if ex.Verdict == report.Refused || ex.Verdict == report.CompileError {
				if p.rule != "" {
					require.Equal(t, p.rule, ex.Problems[0].Rule, explain(ex))
				}
				return // it did not run, and will not at another level
			}
			requireNoHarm(t, ex, level)
			if p.class == "torn memory" { // it does nothing but forge
				require.Zero(t, ex.Points, explain(ex))
			}
		}
	})
	requireNothingLeft(t)
	t.Logf("\n%s", tally)
	require.GreaterOrEqual(t, len(programs), 80)
}

// TestHostileWithoutPolicy is defence in depth: the programs that policy refuses
// are compiled and run all the same, where there is more than policy to stop
// them. Outside checks and the jail have to do it alone. Each run of the tests
// does so with some of them, -everything with all.
func TestHostileWithoutPolicy(t *testing.T) {
	longtest.Skip(t, "it grades many hostile programs")
	best := jail.Probe().Level
	if best < jail.L2 {
		t.Skip("this machine has no isolation but that of L1, which claims nothing here")
	}
	c := withImports(realCourse(t))
	g := open(t, c.Root)
	g.WithoutPolicy()
	g = g.At(c, best)
	adoptOrphans(t)
	var mu sync.Mutex
	var remains []string
	tally := newTally()
	programs := slices.DeleteFunc(loadCorpus(t, "hostile"), func(p *program) bool {
		return p.verdict != report.Refused || slices.Contains(keepsBusy, p.rule)
	})
	take(programs, *share, 1)
	warm(t, g, programs, false)
	if i := slices.IndexFunc(programs, func(p *program) bool { return p.name == "read_solutions" }); i >= 0 {
		// Where nothing stops it, the harm is seen: so silence means something.
		require.Contains(t, explain(gradeProgram(t, g, c, programs[i], jail.L1)), harm)
	}
	programs = slices.DeleteFunc(programs, func(p *program) bool { return !p.wanted })
	forPrograms(t, programs, func(t *testing.T, p *program) {
		for level := best; level >= jail.L2; level-- {
			ex := gradeProgram(t, g, c, p, level)
			require.False(t, ex.Verdict.Passed(), "at %v: %s", level, explain(ex))
			require.NotEqual(t, report.GraderError, ex.Verdict, "at %v: %s", level, explain(ex))
			requireRendersSafely(t, ex)
			if ex.Verdict == report.Refused {
				return // by who reads the folder
			}
			tally.add(level, p.class, true, false)
			requireNoHarm(t, ex, level)
			if insidePassed(ex) {
				require.NotEmpty(t, p.remains, "at %v it passes every inside check, and does not say why it may", level)
				mu.Lock()
				remains = append(remains, fmt.Sprintf("%v\t%s\t%s", level, p.name, p.remains))
				mu.Unlock()
			}
		}
	})
	requireNothingLeft(t)
	t.Logf("without policy\n%s", tally)
	slices.Sort(remains)
	t.Logf("would pass where there are inside checks only:\n%s", columns(remains))
}

// How many hostile programs are graded a day, beside those that are refused at first
// sight: of those that have to be compiled for it, and of those that run.
var (
	compiledADay = aDay(2, 6)
	runADay      = aDay(1, 4)
)

// mayWantTypes are the rules that may have to know what the compiler says of types.
var mayWantTypes = []string{"member", "assignment", "stream", "type-text", "type-size", "array-size", "literal-size", "string-size"}

// takeHostile says which programs have their turn.
func takeHostile(programs []*program) {
	var compiled, run []*program
	for _, p := range programs {
		switch {
		case p.verdict == report.Refused && !slices.Contains(mayWantTypes, p.rule):
			p.wanted = true
		case p.verdict == report.Refused || p.verdict == report.CompileError:
			compiled = append(compiled, p)
		default:
			run = append(run, p)
		}
	}
	take(compiled, *share, compiledADay)
	take(run, *share, runADay)
}

// warm builds what the programs' exercises need, once for all graders that come of g.
func warm(t *testing.T, g *grader.Grader, programs []*program, race bool) {
	t.Helper()
	seen := map[string]bool{}
	for _, p := range programs {
		if !p.wanted {
			continue
		}
		if !seen[p.exercise] {
			require.NoError(t, g.Warm(t.Context(), p.exercise, false, nil))
		}
		seen[p.exercise] = true
		if race && p.inFull {
			require.NoError(t, g.Warm(t.Context(), p.exercise, true, nil))
		}
	}
}

// keepsBusy are the rules on what only keeps the compiler busy, and has nothing in
// it that runs.
var keepsBusy = []string{"array-size", "type-size", "literal-size", "string-size", "nesting", "depth", "length", "size"}

// forPrograms calls f for every program, several at a time: more than there are
// processors, for many of them only wait.
func forPrograms(t *testing.T, programs []*program, f func(*testing.T, *program)) {
	queue := make(chan *program, len(programs))
	for _, p := range programs {
		queue <- p
	}
	close(queue)
	var running sync.WaitGroup
	for range 6 {
		running.Go(func() {
			for p := range queue {
				t.Run(p.name, func(t *testing.T) { f(t, p) })
			}
		})
	}
	running.Wait()
}

// withImports allows every package that a program of the corpus may want.
func withImports(c *course.Course) *course.Course {
	other := *c
	other.Exercises = nil
	for _, ex := range c.Exercises {
		more := *ex
		more.Imports = slices.Concat(ex.Imports, []string{
			"debug/elf", "embed", "flag", "os/exec", "os/signal", "plugin", "reflect", "runtime", "runtime/debug", "testing", "net/http", "path/filepath",
		})
		other.Exercises = append(other.Exercises, &more)
	}
	return &other
}

func gradeProgram(t *testing.T, g *grader.Grader, c *course.Course, p *program, level jail.Level) report.Exercise {
	t.Helper()
	race := grader.RaceOff
	if p.race {
		if err := g.RaceUnavailable(); err != nil {
			t.Skip(err)
		}
		race = grader.RaceOn
	}
	began := time.Now()
	rep, err := g.At(withLimits(c, p.exercise, p.limits), level).Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: p.exercise, Dir: p.layOut(t)}}, Race: race,
	}, nil)
	require.NoError(t, err)
	require.Len(t, rep.Exercises, 1)
	t.Logf("%v, seed %d: %s after %v: %s", level, rep.Exercises[0].Seed, rep.Exercises[0].Verdict, time.Since(began).Round(time.Millisecond), rep.Exercises[0].Message)
	return rep.Exercises[0]
}

// explain lists what went wrong, for the log of a failed test.
func explain(ex report.Exercise) string {
	s := string(ex.Verdict) + ": " + ex.Message
	for _, p := range ex.Problems {
		s += fmt.Sprintf("\n%s:%d: %s: %s", p.File, p.Line, p.Rule, p.Message)
	}
	for _, c := range ex.Checks {
		if c.Verdict != report.NotRun {
			s += fmt.Sprintf("\n%s: %s: %s\n%.2000s", c.Name, c.Verdict, c.Message, c.Output)
		}
	}
	return s
}

// requireWhole sees that a program says what it is there for.
func requireWhole(t *testing.T, p *program) {
	t.Helper()
	require.NotEmpty(t, p.class, "Class")
	require.NotEmpty(t, p.tries, "Tries")
	require.NotEmpty(t, p.stoppedBy, "Stopped by")
	require.NotEqual(t, report.Pass, p.verdict)
	require.NotEqual(t, report.GraderError, p.verdict)
}

// insidePassed reports whether every inside check passed.
func insidePassed(ex report.Exercise) bool {
	n := 0
	for _, c := range ex.Checks {
		if c.Kind != report.Inside {
			continue
		}
		if n++; !c.Verdict.Passed() {
			return false
		}
	}
	return n > 0
}

// requireNoHarm looks for what a program says when a fence did not hold. L1
// has no fences but limits.
func requireNoHarm(t *testing.T, ex report.Exercise, level jail.Level) {
	t.Helper()
	if level == jail.L1 {
		return
	}
	for _, c := range ex.Checks {
		require.NotContains(t, c.Output, harm, "%s at %v", c.Name, level)
	}
}

// commands matches what a runner of CI would obey, other than the annotations
// that the grader makes.
var commands = regexp.MustCompile(`(?m)^\s*(::(error file=INJECTED|error::|warning::|set-output|set-env|add-mask|add-path|stop-commands|group|debug)|##\[|##vso\[)`)

// requireRendersSafely renders a verdict in every format, and looks for what the
// submission could have got through.
func requireRendersSafely(t *testing.T, ex report.Exercise) {
	t.Helper()
	rep := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{ex}}
	for name, write := range map[string]func(io.Writer, *report.Report) error{
		"text": func(w io.Writer, r *report.Report) error {
			return report.WriteText(w, r, report.TextOptions{Width: 80})
		},
		"json": report.WriteJSON, "junit": report.WriteJUnit, "github": report.WriteGitHub,
	} {
		var b bytes.Buffer
		require.NoError(t, write(&b, rep), name)
		text := b.String()
		require.NotRegexp(t, commands, text, name)
		for _, r := range text {
			require.False(t, r < ' ' && r != '\n' && r != '\t' || r == 0x7f || 0x80 <= r && r < 0xa0 || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069,
				"%s has the raw character %U", name, r)
		}
		switch name {
		case "json":
			_, err := report.ReadJSON(&b)
			require.NoError(t, err)
		case "junit":
			for dec := xml.NewDecoder(&b); ; {
				if _, err := dec.Token(); errors.Is(err, io.EOF) {
					break
				} else {
					require.NoError(t, err)
				}
			}
		}
	}
}

// requireNothingLeft sees that no process of a submission lives on, and that none
// left a file where it should not.
func requireNothingLeft(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool { return len(orphans(t)) == 0 }, 10*time.Second, 20*time.Millisecond,
		"processes are left: %v", orphans(t))
	home, _ := os.UserHomeDir()
	cache, _ := os.UserCacheDir()
	for _, dir := range []string{os.TempDir(), "/tmp", "/var/tmp", "/dev/shm", home, cache, filepath.Dir(t.TempDir()), "."} {
		found, err := filepath.Glob(filepath.Join(dir, marker+"*"))
		require.NoError(t, err)
		require.Empty(t, found)
	}
}

// A tally counts verdicts by level and class.
type tally struct {
	mu    sync.Mutex
	count map[tallyKey]*[3]int // programs, false passes, other verdicts than the right one
}

type tallyKey struct {
	level jail.Level
	class string
}

func newTally() *tally { return &tally{count: map[tallyKey]*[3]int{}} }

func (y *tally) add(level jail.Level, class string, as, passed bool) {
	y.mu.Lock()
	defer y.mu.Unlock()
	for _, key := range []tallyKey{{level, class}, {level, "all of them"}} {
		n := y.count[key]
		if n == nil {
			n = new([3]int)
			y.count[key] = n
		}
		n[0]++
		if passed {
			n[1]++
		} else if !as {
			n[2]++
		}
	}
}

// String is a table.
func (y *tally) String() string {
	y.mu.Lock()
	defer y.mu.Unlock()
	keys := slices.SortedFunc(maps.Keys(y.count), func(a, b tallyKey) int {
		return cmp.Or(cmp.Compare(b.level, a.level), cmp.Compare(a.class, b.class))
	})
	rows := []string{"level\tclass\tprograms\tfalse passes\twrong verdicts"}
	for _, key := range keys {
		n := y.count[key]
		rows = append(rows, fmt.Sprintf("%v\t%s\t%d\t%d\t%d", key.level, key.class, n[0], n[1], n[2]))
	}
	return columns(rows)
}

func columns(rows []string) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, row)
	}
	w.Flush()
	return b.String()
}
