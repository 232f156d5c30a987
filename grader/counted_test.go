package grader_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/longtest"
	"workbook/grader/report"
)

const counted = `package answer_test

import (
	"math"
	"runtime"
	"runtime/debug"
	"sync"

	"workbook/grader/check"
)

func counts(c *check.C) {
	says := func(want int64, when string) {
		if got := ^debug.SetMemoryLimit(math.MinInt64); got != want {
			c.Failf("%s: the runtime counts %d at work instead of %d", when, got, want)
		}
	}
	var lock sync.Mutex
	lock.Lock()
	done := make(chan int)
	go func() { <-done }()
	c.Settle()
	says(1, "somebody waits for a channel")
	go func() { lock.Lock() }()
	says(2, "somebody has not begun")
	for range 8 {
		runtime.Gosched()
	}
	says(2, "somebody waits for a lock")
	c.Settle()
	says(2, "the kit has seen that, too")
	lock.Unlock()
	close(done)
	c.Settle()
	says(1, "all are over")
}
`

// The runtime of steady runs says how many goroutines of a bubble are not durably
// blocked. Package check lets go on whoever waits until all rest by that.
func TestAtWorkIsCounted(t *testing.T) {
	longtest.Turn(t)
	needSteady(t)
	root := layOut(t)
	hidden := filepath.Join(root, "solutions", "01_answer")
	text, err := os.ReadFile(filepath.Join(hidden, "answer_test.go"))
	require.NoError(t, err)
	asks := strings.Replace(string(text), "answer.Twice(nil)", "counts(c)", 1)
	require.NotEqual(t, string(text), asks)
	require.NoError(t, os.WriteFile(filepath.Join(hidden, "answer_test.go"), []byte(asks), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(hidden, "counted_test.go"), []byte(counted), 0o600))
	ex := gradeWithoutRace(t, open(t, root), right)
	got := check(t, ex, "TestNeatness")
	require.Equal(t, report.Pass, got.Verdict, got.Message)
}
