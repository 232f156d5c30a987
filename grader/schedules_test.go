package grader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// lucky are answers that are right as long as nobody comes between a read and the write
// that follows it, each wrong in a way of its own when somebody does.
var lucky = map[string]struct {
	source  string
	verdict report.Verdict
	lines   []int // of which one is told
}{
	"a lost update": {`package answer

import "sync"

func Answer() int {
	n := 0
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { n += 21 })
	}
	both.Wait()
	return n
}
` + twice, report.Fail, nil},
	"a crash": {`package answer

import "sync"

func Answer() int {
	free := []int{42}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if len(free) > 0 {
				_ = free[0]
				free = free[1:]
			}
		})
	}
	both.Wait()
	return 42
}
` + twice, report.Crash, []int{11, 12}},
}

func gradeUnder(t *testing.T, g *grader.Grader, source string, s grader.Schedules) report.Exercise {
	t.Helper()
	return gradeKnowing(t, g, source, s, nil)
}

func gradeKnowing(t *testing.T, g *grader.Grader, source string, s grader.Schedules, known map[string]uint64) report.Exercise {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir, Known: known}}, Race: grader.RaceOff, Schedules: s, Seed: 1,
	}, nil)
	require.NoError(t, err)
	return rep.Exercises[0]
}

// Luck is found, and its number finds it again. Steady runs alone do not.
func TestSchedulesFindLuck(t *testing.T) {
	g := fixture(t)
	for name, c := range lucky {
		t.Run(name, func(t *testing.T) {
			longtest.Turn(t)
			ex := gradeUnder(t, g, c.source, grader.Schedules{Count: 100})
			require.Equal(t, c.verdict, ex.Verdict, "%+v", ex)
			require.Contains(t, ex.Message, "before, by luck. Under schedule")
			require.Equal(t, c.verdict, stage(t, ex, report.Schedules).Verdict)
			require.Equal(t, report.Pass, stage(t, ex, report.Inside).Verdict, "the steady run passed")
			if c.lines != nil {
				require.Contains(t, c.lines, ex.Line)
			}
			failed := check(t, ex, "TestAnswer")
			require.NotZero(t, failed.Schedule)
			require.Zero(t, failed.Points)
			for range 3 {
				again := check(t, gradeUnder(t, g, c.source, grader.Schedules{First: failed.Schedule, Count: 1}), "TestAnswer")
				require.Equal(t, failed.Verdict, again.Verdict)
				require.Equal(t, failed.Schedule, again.Schedule)
				require.Equal(t, failed.Events, again.Events, "it is the same run")
			}
		})
	}
}

// A schedule that is known comes first, whatever others are asked for.
func TestKnownScheduleComesFirst(t *testing.T) {
	longtest.Turn(t)
	g := fixture(t)
	source := lucky["a lost update"].source
	failed := check(t, gradeUnder(t, g, source, grader.Schedules{Count: 100}), "TestAnswer").Schedule
	require.NotZero(t, failed)
	holds := failed + 1
	for gradeUnder(t, g, source, grader.Schedules{First: holds, Count: 1}).Verdict != report.Pass {
		holds++
	}
	one, known := grader.Schedules{First: holds, Count: 1}, map[string]uint64{"TestAnswer": failed}
	ex := gradeKnowing(t, g, source, one, known)
	require.Equal(t, failed, check(t, ex, "TestAnswer").Schedule)
	require.Contains(t, ex.Message, "It passed once before, by luck.")
	require.Equal(t, report.Pass, gradeKnowing(t, g, right, one, known).Verdict)
}

// Few processes do for all checks, as long as they hold.
func TestSweep(t *testing.T) {
	g := fixture(t)
	for _, c := range []struct {
		source string
		held   map[string]bool
	}{
		{right, map[string]bool{"TestAnswer": true, "TestTwice": true, "TestNeatness": true}},
		{lucky["a lost update"].source, map[string]bool{"TestAnswer": false}},
		{lucky["a crash"].source, map[string]bool{"TestAnswer": false}},
	} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(c.source), 0o600))
		require.NoError(t, g.Hunt(t.Context(), grader.Submission{Exercise: "01_answer", Dir: dir}, func(h grader.Hunted) error {
			held := h.Sweep(t.Context(), h.Checks(), 100)
			for name, want := range c.held {
				require.Equal(t, want, held[name].Verdict.Passed(), name)
			}
			return nil
		}))
	}
}

// More than one process has room for are done by several.
func TestManySchedules(t *testing.T) {
	longtest.Turn(t)
	ex := gradeUnder(t, fixture(t), right, grader.Schedules{Count: 600})
	require.Equal(t, report.Pass, stage(t, ex, report.Schedules).Verdict)
}

// What the runs of one process leave behind does not add up to its limit of memory.
func TestSchedulesCollectWhatIsLeft(t *testing.T) {
	longtest.Turn(t)
	source := `package answer

func Answer() int {
	for page := make([]byte, 24<<20); len(page) > 0; page = page[4096:] {
		page[0] = 1
	}
	return 42
}
` + twice
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	g := fixture(t)
	require.NoError(t, g.Hunt(t.Context(), grader.Submission{Exercise: "01_answer", Dir: dir}, func(h grader.Hunted) error {
		number, unconfirmed := h.Fails(t.Context(), h.Checks()[0], grader.Schedules{First: 1, Count: 120}, 1) // 2.9 GB
		require.Zero(t, number)
		require.Empty(t, unconfirmed)
		return nil
	}))
}

// Who logs keeps the processor until the line is written, however long that takes.
func TestSchedulesHoldWhileSomethingIsLogged(t *testing.T) {
	longtest.Turn(t)
	source := `package answer

import (
	"log"
	"sync"
)

func Answer() int {
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for j := range 20 {
				log.Println("goroutine", i, "line", j)
			}
		})
	}
	all.Wait()
	return 42
}
` + twice
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	require.NoError(t, fixture(t).Hunt(t.Context(), grader.Submission{Exercise: "01_answer", Dir: dir}, func(h grader.Hunted) error {
		for number := range uint64(4) {
			first := h.Once(t.Context(), h.Checks()[0], 8+number)
			require.Equal(t, report.Pass, first.Verdict, "%+v", first)
			for range 5 {
				require.Equal(t, runOf(first), runOf(h.Once(t.Context(), h.Checks()[0], 8+number)))
			}
		}
		return nil
	}))
}

// What is right is so under all of them, and the stage says that it was there.
func TestSchedulesLeaveTheRight(t *testing.T) {
	g := fixture(t)
	ex := gradeUnder(t, g, right, grader.Schedules{Count: 100})
	require.Equal(t, report.Pass, ex.Verdict, "%+v", ex)
	require.Equal(t, report.Pass, stage(t, ex, report.Schedules).Verdict)
	require.Zero(t, check(t, ex, "TestAnswer").Schedule)

	ex = gradeUnder(t, g, right, grader.Schedules{})
	require.Equal(t, report.Pass, ex.Verdict)
	require.Equal(t, report.NotRun, stage(t, ex, report.Schedules).Verdict)
	require.Contains(t, stage(t, ex, report.Schedules).Message, "not asked for")
}

// What the runtime chooses at random follows from the number of the schedule.
func TestSchedulesSeedWhatIsRandom(t *testing.T) {
	longtest.Turn(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(`package answer

import (
	"fmt"
	"math/rand/v2"
)

func Answer() int {
	a, b := make(chan int, 8), make(chan int, 8)
	entries := map[int]int{}
	for i := range 8 {
		a <- i
		b <- i
		entries[i], entries[100*i] = i, i
	}
	for range 8 {
		select {
		case <-a:
			fmt.Print("a")
		case <-b:
			fmt.Print("b")
		}
	}
	for k := range entries {
		fmt.Print(" ", k)
	}
	pointers := map[*int]int{}
	for i := range 200 {
		pointers[&i] = i
	}
	for _, i := range pointers {
		fmt.Print(" ", i)
	}
	fmt.Println("", rand.IntN(1000))
	return 42
}
`+twice), 0o600))
	require.NoError(t, fixture(t).Hunt(t.Context(), grader.Submission{Exercise: "01_answer", Dir: dir}, func(h grader.Hunted) error {
		c := h.Checks()[0]
		orders := map[string]bool{}
		for n := range uint64(6) {
			first := h.Once(t.Context(), c, 1+n)
			require.Equal(t, report.Pass, first.Verdict, first.Message)
			for range 2 {
				require.Equal(t, first.Output, h.Once(t.Context(), c, 1+n).Output, "schedule %d", 1+n)
			}
			orders[first.Output] = true
		}
		require.Greater(t, len(orders), 3)
		return nil
	}))
}

// A stage that looks alone looks at the checks that are named, and not at those that they
// need; a part is no pass, whatever it finds.
func TestSchedulesOfAPart(t *testing.T) {
	g := fixture(t)
	part := func(source string, name string) report.Exercise {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
		rep, err := g.Grade(t.Context(), grader.Request{
			Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Seed: 1,
			Checks: []string{name}, Alone: report.Schedules, Schedules: grader.Schedules{Count: 100},
		}, nil)
		require.NoError(t, err)
		return rep.Exercises[0]
	}
	source := lucky["a lost update"].source
	ex := part(source, "TestAnswer")
	require.Equal(t, report.Fail, ex.Verdict)
	require.NotZero(t, check(t, ex, "TestAnswer").Schedule)
	require.Equal(t, report.NotRun, check(t, ex, "TestTwice").Verdict)

	ex = part(source, "TestTwice") // which needs TestAnswer
	require.Equal(t, report.Pass, check(t, ex, "TestAnswer").Verdict)
	require.Equal(t, report.Pass, stage(t, ex, report.Schedules).Verdict)
	require.Equal(t, report.NotRun, ex.Verdict)
}
