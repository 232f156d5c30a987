package grader_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

var manySaves = flag.Int("saves", 12, "how many saves one Grader grades in TestManySaves")

// TestManySaves grades save after save with one Grader, as a screen does all day: what it
// holds in memory and on disk does not grow with them.
//
//	WORKBOOK_LONG=1 go test ./grader -run TestManySaves -saves 1000 -timeout 0 -v
func TestManySaves(t *testing.T) {
	longtest.Skip(t, "it grades many saves")
	g := open(t, layOut(t))
	dir := t.TempDir()
	folder, err := g.Folder("among-")
	require.NoError(t, err)
	temp := filepath.Dir(folder)
	save := func(i int) {
		// Another constant in what the package exports, so that nothing is the same.
		text := right + fmt.Sprintf("\nconst Save = %d\n", i)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(text), 0o600))
		rep, err := g.Grade(t.Context(), grader.Request{
			Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Checks: []string{"TestAnswer"},
		}, nil)
		require.NoError(t, err)
		require.Equal(t, report.Pass, check(t, rep.Exercises[0], "TestAnswer").Verdict, explain(rep.Exercises[0]))
	}
	const warm = 4 // until all is there that is made once
	for i := range warm {
		save(i)
	}
	before, onDisk := held(), sizeOf(t, temp)
	goroutines := runtime.NumGoroutine()
	for i := range *manySaves {
		save(warm + i)
	}
	after, onDiskNow := held(), sizeOf(t, temp)
	t.Logf("%d saves: memory %d -> %d KiB, disk %d -> %d KiB, goroutines %d -> %d",
		*manySaves, before>>10, after>>10, onDisk>>10, onDiskNow>>10, goroutines, runtime.NumGoroutine())
	require.Less(t, after, before+2<<20, "memory grows with every save")
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines+2, "goroutines are left behind")
	const reused = 64 << 20 // what may be used again has a bound of its own, see grader/build/reuse.go
	require.Less(t, onDiskNow, onDisk+reused, "the folder of programs grows with every save")
	for _, file := range files(t, temp) {
		require.NotContains(t, file, "build-", "a build was not removed")
	}
}

// TestAHarnessOutlivesACompileError sees that a save which does not compile costs the next
// one nothing: the harness, and what was compiled with it, stay.
func TestAHarnessOutlivesACompileError(t *testing.T) {
	g := fixtureOf(t, insideOnly, jail.Probe().Level)
	before, err := g.HarnessOf(t.Context(), "01_answer")
	require.NoError(t, err)
	dir := t.TempDir()
	for _, wrong := range []string{"func Answer() int { return nothing }", "func Answer() int { return"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte("package answer\n\n"+wrong+"\n"), 0o600))
		for range 5 { // the source with points is compiled beside, and may be ahead or behind
			rep, err := g.Grade(t.Context(), grader.Request{
				Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff, Schedules: grader.DefaultSchedules,
			}, nil)
			require.NoError(t, err)
			require.Equal(t, report.CompileError, rep.Exercises[0].Verdict)
		}
	}
	after, err := g.HarnessOf(t.Context(), "01_answer")
	require.NoError(t, err)
	require.True(t, before == after, "the harness was made anew")
}

// held is what is in memory once everything that nobody needs is collected.
func held() uint64 {
	var m runtime.MemStats
	for range 3 { // what a finalizer lets go, the next collection takes
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func sizeOf(t *testing.T, dir string) int64 {
	t.Helper()
	var sum int64
	for _, name := range files(t, dir) {
		if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && !strings.HasSuffix(name, "warden") {
			sum += info.Size()
		}
	}
	return sum
}
