package grader_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// A loadedJail stands for a machine on which time runs out: run n of a check (from
// 1, each kind of run counted apart) ends as late says, or as it really does.
type loadedJail struct {
	jail.Jail
	late func(r aRun) *jail.Result

	mu     sync.Mutex
	runs   map[aRun]int // n is 0 in the keys
	among  map[aRun]int // likewise, of runs that others shared a process with
	active int
	beside []aRun // that had another one beside them
}

type aRun struct {
	check  string
	race   bool
	steady bool
	n      int
}

func (j *loadedJail) Run(ctx context.Context, cmd jail.Command) (jail.Result, error) {
	r := aRun{check: filepath.Base(cmd.Path)} // the compiler or the linker
	if cmd.ResultsEnv != "" {
		task, err := wire.ReadTask(bytes.NewReader(cmd.Task))
		if err != nil {
			return jail.Result{}, err
		}
		r.check = task.Check
	}
	r.race = slices.ContainsFunc(cmd.Env, func(v string) bool { return strings.HasPrefix(v, "GORACE=") }) || slices.Contains(cmd.Args, "-race")
	r.steady = slices.Contains(cmd.Env, "GOGC=off")
	j.mu.Lock()
	if j.runs == nil {
		j.runs, j.among = map[aRun]int{}, map[aRun]int{}
	}
	if all := strings.Split(r.check, wire.Several); len(all) > 1 {
		late := slices.ContainsFunc(all, func(check string) bool {
			one := r
			one.check = check
			one.n = j.runs[one] + 1
			return j.late(one) != nil
		})
		for _, r.check = range all {
			j.among[r]++
		}
		j.mu.Unlock()
		if late {
			return jail.Result{Cause: jail.Exited, Exit: 1}, nil // each has to run by itself
		}
		return j.Jail.Run(ctx, cmd)
	}
	j.runs[r]++
	r.n = j.runs[r]
	if j.active++; j.active > 1 {
		j.beside = append(j.beside, r)
	}
	j.mu.Unlock()
	defer func() {
		j.mu.Lock()
		j.active--
		j.mu.Unlock()
	}()
	if res := j.late(r); res != nil {
		return *res, nil
	}
	return j.Jail.Run(ctx, cmd)
}

// count is how often a check was run steadily, or on all processors without the race
// detector.
func (j *loadedJail) count(check string, steady bool) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	r := aRun{check: check, steady: steady}
	return j.runs[r] + j.among[r]
}

// overloaded gives a Grader of the small course's inside checks on a machine that late
// describes. What separates a submission from the machine is not the subject of such a
// test, so it is the least that there is, which takes half of the time.
func overloaded(t *testing.T, late func(aRun) *jail.Result) (*grader.Grader, *loadedJail) {
	t.Helper()
	return loadedWith(fixtureOf(t, insideOnly, jail.L1), late)
}

func loadedWith(g *grader.Grader, late func(aRun) *jail.Result) (*grader.Grader, *loadedJail) {
	loaded := &loadedJail{late: late}
	g.WrapJail(func(j jail.Jail) jail.Jail { loaded.Jail = j; return loaded })
	return g, loaded
}

var tooLate = jail.Result{Cause: jail.WallClock, Exit: -1}

const wrong = "package answer\n\nfunc Answer() int { return 41 }\n" + twice

func TestControl(t *testing.T) {
	longtest.Skip(t, "it waits for limits")
	// So many steady runs of TestAnswer are late. When those on all processors begin
	// beside them is up to the machine's clock, so these are in time.
	first := func(n int) func(aRun) *jail.Result {
		return func(r aRun) *jail.Result {
			if r.check == "TestAnswer" && r.steady && r.n <= n {
				return &tooLate
			}
			return nil
		}
	}
	always := func(r aRun) *jail.Result {
		if r.check == "TestAnswer" {
			return &tooLate
		}
		return nil
	}
	for _, c := range []struct {
		name    string
		source  string
		late    func(aRun) *jail.Result
		verdict report.Verdict
		message string
		runs    int // of TestAnswer, steadily
	}{
		{"nothing is late", right, first(0), report.Pass, "", 1},
		{"a certain failure needs no control", wrong, first(0), report.Fail, "41 instead of 42", 1},
		{"the submission alone is late", right, first(1), report.Timeout, "still running after 10s", 2},
		{"a moment of load, and right", right, first(2), report.Pass, "", 3},
		{"a moment of load, and wrong", wrong, first(2), report.Fail, "41 instead of 42", 3},
		{"the reference is in time later", right, first(3), report.Timeout, "still running after 10s", 4},
		{"load for longer, and right", right, first(4), report.Pass, "", 5},
		{"load without an end", right, always, report.GraderError, "too busy to tell", 6},
		{"load without an end, and wrong", wrong, always, report.GraderError, "too busy to tell", 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g, loaded := overloaded(t, c.late)
			ex := gradeWithoutRace(t, g, c.source)
			require.Equal(t, c.verdict, ex.Verdict, "%+v", ex)
			require.Contains(t, ex.Message, c.message)
			if c.source == right && c.verdict != report.GraderError {
				require.Equal(t, c.runs, loaded.count("TestAnswer", true))
			} else { // a run on all processors may have come to an end before it
				require.LessOrEqual(t, loaded.count("TestAnswer", true), c.runs)
			}
			if c.verdict == report.GraderError {
				require.Zero(t, check(t, ex, "TestAnswer").Points)
				require.Equal(t, report.NotRun, check(t, ex, "TestTwice").Verdict, "what needs it is not run")
			}
			for _, r := range loaded.beside {
				require.False(t, r.check == "TestAnswer" && r.steady && r.n > 2, "run %d was to be alone", r.n)
			}
		})
	}
}

func gradeWithoutRace(t *testing.T, g *grader.Grader, source string) report.Exercise {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff,
	}, nil)
	require.NoError(t, err)
	return rep.Exercises[0]
}

func TestABusyMachineIsFoundOutOnce(t *testing.T) {
	longtest.Turn(t)
	g, loaded := overloaded(t, func(r aRun) *jail.Result {
		// Those on all processors, which begin beside them when the reference takes long to
		// build, would find it out as well, before or after.
		if strings.HasPrefix(r.check, "Test") && r.steady {
			return &tooLate
		}
		return nil
	})
	ex := gradeWithoutRace(t, g, right)
	require.Equal(t, report.GraderError, ex.Verdict, "%+v", ex)
	for _, name := range []string{"TestAnswer", "TestNeatness"} {
		require.Equal(t, report.GraderError, check(t, ex, name).Verdict)
	}
	require.Equal(t, 2+4+2, loaded.count("TestAnswer", true)+loaded.count("TestNeatness", true),
		"one of the two tries again, the other takes its word for it: %s", ex.Message)
}

func TestOutsideChecksHaveAControl(t *testing.T) {
	longtest.Turn(t)
	for late, want := range map[int]struct {
		verdict report.Verdict
		runs    int
	}{1: {report.Timeout, 2}, 2: {report.Pass, 3}} {
		g, loaded := loadedWith(fixtureAt(t, jail.L1), func(r aRun) *jail.Result {
			if r.check == "TestServes" && r.n <= late {
				return &tooLate
			}
			return nil
		})
		require.Equal(t, want.verdict, gradeWithoutRace(t, g, right).Verdict)
		require.Equal(t, want.runs, loaded.count("TestServes", false))
	}
}

// A compiler that takes too long says as little about the code, when it does so
// with the reference as well.
func TestBuildsHaveAControl(t *testing.T) {
	longtest.Turn(t)
	if runtime.GOOS != "linux" {
		t.Skip("the compiler and the linker are not called by themselves here")
	}
	broken := jail.Result{Cause: jail.Exited, Exit: 2, Output: []byte("open /tmp/x/submission.a: permission denied\n")}
	for _, c := range []struct {
		tool    string
		result  jail.Result
		times   int
		verdict report.Verdict
		message string
	}{
		{"compile", tooLate, 1, report.Timeout, "building your package took longer than"},
		{"compile", tooLate, 1000, report.GraderError, "took too long to build as well"},
		{"link", tooLate, 1, report.Timeout, "took longer than"},
		{"link", tooLate, 1000, report.GraderError, "took too long to build as well"},
		// What names no place in the source is tried again, and then held against the reference.
		{"compile", broken, 1, report.Pass, ""},
		{"compile", broken, 2, report.CompileError, "permission denied"},
		{"compile", broken, 1000, report.GraderError, "the reference solution does not build here either"},
		{"link", broken, 1000, report.GraderError, "the reference solution does not build here either"},
	} {
		g, _ := overloaded(t, func(r aRun) *jail.Result {
			if r.check == c.tool && r.n <= c.times {
				return &c.result
			}
			return nil
		})
		ex := gradeWithoutRace(t, g, right)
		require.Equal(t, c.verdict, ex.Verdict, "%+v", ex)
		require.Contains(t, ex.Message, c.message)
	}
}

// What a process says of its own failure earns it nothing.
func TestUnsureIsNoExcuse(t *testing.T) {
	claim := func(record string) func(aRun) *jail.Result {
		return func(r aRun) *jail.Result {
			if r.check != "TestAnswer" || !r.steady || r.n > 1 {
				return nil
			}
			return &jail.Result{Cause: jail.Exited, Exit: 1, Results: []byte(record + "\n")}
		}
	}
	for record, verdict := range map[string]report.Verdict{
		`{"check":"TestAnswer","verdict":"fail","message":"no","unsure":true}`:    report.Fail,
		`{"check":"TestAnswer","verdict":"timeout","message":"no","unsure":true}`: report.Timeout,
		`{"check":"TestAnswer","verdict":"pass","unsure":true}`:                   report.Crash, // by its exit code
		// The reference does not see the check at fault.
		`{"check":"TestAnswer","verdict":"grader_error","message":"no"}`:                                             report.Fail,
		`{"check":"TestAnswer","verdict":"grader_error","message":"no","unsure":true,"file":"/etc/passwd","line":1}`: report.Fail,
	} {
		g, loaded := overloaded(t, claim(record))
		ex := gradeWithoutRace(t, g, right)
		require.Equal(t, verdict, ex.Verdict, record)
		require.LessOrEqual(t, loaded.count("TestAnswer", true), 2, "the submission is not run again")
		require.NotEqual(t, "/etc/passwd", ex.File)
	}
}

// A course whose reference does not come to an end rejects nobody. That keeps a processor
// busy for long, and is for WORKBOOK_LONG=1 .ci/run, with -times.
func TestTheReferenceTimesOut(t *testing.T) {
	longtest.Skip(t, "it waits for a limit")
	for name, c := range map[string]struct{ reference, message string }{
		"runs for ever": {"func Answer() int {\n\tfor {\n\t}\n}", "too busy to tell"},
		"is wrong":      {"func Answer() int { return 41 }", "the reference solution fails it as well"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "runs for ever" && *times == 1 && !*everything {
				t.Skip("for -times 2 and more; TestControl has the same with ends that are made up")
			}
			root := layOut(t)
			edit(t, filepath.Join(root, "solutions/01_answer/answer.go"), "func Answer() int { return 42 }", c.reference)
			edit(t, filepath.Join(root, "exercises/01_answer/exercise.toml"), "wall_seconds = 10", "wall_seconds = 1")
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(endless), 0o600))
			ex := gradeFor(t, open(t, root), dir, "TestAnswer")
			require.Equal(t, report.GraderError, ex.Verdict, "%+v", ex)
			require.Contains(t, check(t, ex, "TestAnswer").Message, c.message)
		})
	}
}

func edit(t *testing.T, path, old, new string) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(data), old)
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(data), old, new, 1)), 0o600))
}

func TestTheRaceStageHasAControl(t *testing.T) {
	longtest.Skip(t, "it waits for limits")
	for _, c := range []struct {
		name, source string
		late         func(aRun) bool
		verdict      report.Verdict
		message      string
	}{
		{"the submission is late", right, func(r aRun) bool { return r.check == "TestTwice" && r.n == 1 },
			report.Timeout, "Under the race detector, which is slower"},
		{"load", right, func(r aRun) bool { return r.check == "TestTwice" && r.n <= 2 }, report.Pass, ""},
		{"load without an end", right, func(r aRun) bool { return r.check == "TestTwice" }, report.GraderError, "too busy to tell"},
		{"load hides no race", racy, func(r aRun) bool { return r.check == "TestAnswer" && r.n <= 2 }, report.Fail, "Data race"},
		{"load elsewhere hides no race", racy, func(r aRun) bool { return r.check == "TestNeatness" }, report.Fail, "Data race"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g, _ := overloaded(t, func(r aRun) *jail.Result {
				if r.race && c.late(r) {
					return &tooLate
				}
				return nil
			})
			if err := g.RaceUnavailable(); err != nil {
				t.Skip(err)
			}
			ex := grade(t, g, c.source)
			require.Equal(t, c.verdict, ex.Verdict, "%+v", ex)
			require.Contains(t, ex.Message, c.message)
			require.Equal(t, c.verdict, stage(t, ex, report.Race).Verdict)
		})
	}
}
