package check_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
	"workbook/grader/check/internal/broken"
	"workbook/grader/check/internal/cases"
	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
)

// Cases that only some of the tests below want to run.
var moreCases = []aCase{
	{name: "panics inside", f: func(c *check.C) { serve(c, broken.PanicsInside); c.Settle() }},
	{name: "namesakes", f: namesakes},
	{name: "crowd", f: func(c *check.C) { crowd(c, 3000) }},
	{name: "long", f: func(c *check.C) {
		long := strings.Repeat("\x00\xff<&", 100_000)
		c.Fail(check.Mistake{Message: long, Sent: long, Got: []byte(long), Expected: []byte(long + "x")})
	}},
	{name: "bytes", f: func(c *check.C) { c.Failf("%x", c.Bytes(8)) }},
	{name: "bytes again", f: func(c *check.C) { c.Failf("%x", c.Bytes(8)) }},
}

func TestRecordOfAPass(t *testing.T) {
	o := reexec(t, "right")
	require.Len(t, o.Records, 1)
	rec := o.Records[0]
	require.Equal(t, outcome.Pass, rec.Verdict)
	var kinds []outcome.MomentKind
	for _, m := range rec.Events {
		kinds = append(kinds, m.Kind)
		require.GreaterOrEqual(t, m.AtUS, int64(0))
	}
	require.Equal(t, outcome.Spawned, kinds[0])
	require.ElementsMatch(t, []outcome.MomentKind{
		outcome.Spawned, outcome.ClientDialed, outcome.ClientDialed, outcome.Accepted, outcome.Accepted,
		outcome.FirstByte, outcome.Echoed, outcome.Closed, outcome.Closed, outcome.Closed, outcome.Joined,
	}, kinds[:len(kinds)-1])
}

func TestRecordsStaySmall(t *testing.T) {
	for _, name := range []string{"crowd", "long"} {
		o := reexec(t, name)
		require.Len(t, o.Records, 1, o.Output)
		b, err := json.Marshal(o.Records[0])
		require.NoError(t, err)
		require.Less(t, len(b), wire.MaxRecord/2)
		if name == "crowd" {
			last := o.Records[0].Events[len(o.Records[0].Events)-1]
			require.Contains(t, last.Note, "more moments are not shown")
			require.Positive(t, last.Left)
		}
	}
}

func TestSeedDecidesTheInput(t *testing.T) {
	message := func(name string, seed uint64) string {
		o := cases.Rerun(t, name, seed)
		require.Len(t, o.Records, 1, o.Output)
		return o.Records[0].Message
	}
	first := message("bytes", 1)
	require.Equal(t, first, message("bytes", 1))
	require.NotEqual(t, first, message("bytes", 2))
	require.NotEqual(t, first, message("bytes again", 1))
}

// A panic on a goroutine that the learner started ends the process. There is no
// record, and the grader reads the trace.
func TestPanicElsewhereLeavesATrace(t *testing.T) {
	o := reexec(t, "panics inside")
	require.Empty(t, o.Records)
	require.NotZero(t, o.Code)
	crash, ok := trace.ParseCrash([]byte(o.Output))
	require.True(t, ok, o.Output)
	require.Equal(t, "nobody guards this", crash.Value)
	first := crash.Goroutines[0].Frames[0]
	require.Contains(t, cases.Places(t, "panics inside"), cases.Place(first.File, first.Line))
}

// Without the grader, failures go to the test, and whatever is left behind neither
// hides the sentence nor keeps other tests of the package from running.
func TestNatively(t *testing.T) {
	names := []string{"hangs", "deadlock", "leaks", "silent", "locked later", "hangs outside the bubble",
		"fails on another goroutine while the check blocks", "panics", "right"}
	pattern := "^TestInProcess$/^(" + strings.ReplaceAll(strings.Join(names, "|"), " ", "_") + ")$"
	cmd := exec.Command(os.Args[0], "-test.run="+pattern, "-test.v", "-test.timeout=60s")
	cmd.Env = append(os.Environ(), cases.Variable+"=1")
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, 1, cmd.ProcessState.ExitCode(), string(out))
	for _, part := range []string{
		"--- FAIL: TestInProcess/hangs ",
		"--- FAIL: TestInProcess/deadlock",
		"--- FAIL: TestInProcess/leaks",
		"--- FAIL: TestInProcess/locked_later",
		"--- FAIL: TestInProcess/panics",
		"--- PASS: TestInProcess/right",
		"Echo must return. Echo does not return. Echo waits to receive from a channel at ",
		"Echo waits to lock a sync.Mutex at ",
		"No goroutine may be left behind",
		`sent:     "hello, you"`,
		"got:      nothing",
		`expected: "hello, you"`,
		wire.SeedEnv + "=",
	} {
		require.Contains(t, string(out), part)
	}
	require.NotContains(t, string(out), "deadlock:") // synctest's own complaint
	require.Equal(t, len(names)-1, bytes.Count(out, []byte("    --- FAIL")))
}

func TestManyChecksAreFast(t *testing.T) {
	began := time.Now()
	for range 100 {
		check.Run(t, small(broken.Echo))
	}
	t.Logf("100 checks took %v", time.Since(began))
	require.Less(t, time.Since(began), 30*time.Second) // 0.1 s on an idle machine
}
