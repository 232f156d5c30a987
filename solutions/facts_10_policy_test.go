package solutions_test

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the lesson of 10_policy says about stacks, values and logs.

//go:noinline
func boilTea(cups []int) int { return cups[3] }

func tryTea() (v any) {
	defer func() { v = recover() }()
	boilTea(nil)
	return nil
}

func TestFactStackInDeferredCall(t *testing.T) {
	var stack string
	func() {
		defer func() {
			require.EqualError(t, recover().(error), "runtime error: index out of range [3] with length 0")
			stack = string(debug.Stack())
		}()
		boilTea(nil)
	}()
	_, below, found := strings.Cut(stack, "\npanic(")
	require.True(t, found, stack)
	lines := strings.Split(below, "\n")
	require.Contains(t, lines[2], "solutions_test.boilTea(", "the function that panicked is right below the line panic(")
}

func TestFactStackAfterDeferredCall(t *testing.T) {
	require.NotNil(t, tryTea())
	require.NotContains(t, string(debug.Stack()), "boilTea")
}

// TestFactReportOfAPanic lets a copy of this program die in two ways.
func TestFactReportOfAPanic(t *testing.T) {
	const env = "WORKBOOK_FACT_10"
	switch os.Getenv(env) {
	case "inside":
		defer func() {
			if v := recover(); v != nil {
				panic(v)
			}
		}()
		boilTea(nil)
	case "afterwards":
		if v := tryTea(); v != nil {
			panic(v)
		}
	}
	for _, tc := range []struct {
		how, line string
		place     bool
	}{
		{"inside", "panic: runtime error: index out of range [3] with length 0 [recovered, repanicked]", true},
		{"afterwards", "panic: runtime error: index out of range [3] with length 0", false},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFactReportOfAPanic$")
		cmd.Env = append(os.Environ(), env+"="+tc.how)
		out, err := cmd.CombinedOutput()
		require.Error(t, err, "%s", out)
		require.Contains(t, string(out), tc.line)
		require.Equal(t, tc.place, strings.Contains(string(out), "solutions_test.boilTea("), "%s: %s", tc.how, out)
	}
}

type teaError struct{ text string }

func (e *teaError) Error() string { return e.text }

func TestFactValuesInALog(t *testing.T) {
	var buf bytes.Buffer
	l := log.New(&buf, "", 0)
	var none []any
	l.Printf("100% of 3 cups", none...)
	require.Equal(t, "100%!o(MISSING)f 3 cups\n", buf.String())

	var missing *teaError
	require.Panics(t, func() { _ = error(missing).Error() })
	require.Equal(t, "<nil>", fmt.Sprintf("%v", error(missing)))
}

// A writeCounter counts the calls of Write.
type writeCounter struct{ n int }

func (e *writeCounter) Write(b []byte) (int, error) { e.n++; return len(b), nil }

func TestFactOneEntryIsOneWrite(t *testing.T) {
	var e writeCounter
	l := log.New(&e, "", log.LstdFlags)
	l.Printf("one\n%s", debug.Stack())
	require.Equal(t, 1, e.n)
	l.Print("two")
	require.Equal(t, 2, e.n)
}
