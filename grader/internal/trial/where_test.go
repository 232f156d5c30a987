package trial

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/wire"
	"workbook/grader/policy"
	"workbook/grader/report"
)

const somewhere = `package x

func helper() int { return 1 }

func Echo(ln int) error {
	defer func() {
		return
	}()
	for range ln {
		if ln == 2 {
			return nil // an end
		}
		if ln == 3 {
			return errors.New("broken")
		}
	}
	return nil // the end
}

func Run(emit, work func()) {
	go func() { emit() }()
	defer recover()
	work()
}

type Handle struct{ v int }

func (h *Handle) Join() (int, error) {
	return h.v, nil // joined
}

func Empty() {}
`

// lineOf is where the source has the text.
func lineOf(t *testing.T, text string) int {
	t.Helper()
	before, _, ok := strings.Cut(somewhere, text)
	require.True(t, ok, text)
	return strings.Count(before, "\n") + 1
}

func somewhereIn() *policy.Source {
	return &policy.Source{Prefix: "exercises/x/", Files: []policy.File{{Name: "x.go", Data: []byte(somewhere)}}}
}

func TestWhereToLook(t *testing.T) {
	for sentence, at := range map[string]string{
		"Accept failed, and Echo returned nil: its caller would think that all is well.": "return nil // the end",
		"Echo has returned the error \"broken\" already.":                                `return errors.New("broken")`,
		"Echo must return nil or an error that wraps net.ErrClosed.":                     `return errors.New("broken")`,
		"Work has returned, emit has not, and Run did not wait for it.":                  "work()\n}",
		"Work panicked, and the panic left Run while emit was still at work.":            "work()\n}",
		"Emit ran on the goroutine of Run's caller.":                                     "go func() { emit() }()",
		"Work ran on another goroutine than that of Run's caller.":                       "work()\n}",
		"Join number 2 gave another answer than the one that the task returned.":         "return h.v, nil",
		"The task called Goexit, and Join is asked.":                                     "return h.v, nil",
		"Empty returned nothing.":                                                        "func Empty",
	} {
		t.Run(sentence, func(t *testing.T) {
			r := whereToLook(somewhereIn(), wire.Record{Verdict: report.Fail, Message: sentence})
			require.Equal(t, "exercises/x/x.go", r.File)
			require.Equal(t, lineOf(t, at), r.Line)
		})
	}
	for _, sentence := range []string{"", "Nobody was told.", "The helper is not what anybody calls."} {
		r := whereToLook(somewhereIn(), wire.Record{Verdict: report.Fail, Message: sentence})
		require.Zero(t, r.File, sentence)
	}
	known := wire.Record{Verdict: report.Fail, Message: "Echo returned nil", File: "solutions/x/x.go", Line: 3}
	require.Equal(t, known, whereToLook(somewhereIn(), known), "who knows the line is believed")
	passed := wire.Record{Verdict: report.Pass, Message: "Echo returned nil"}
	require.Equal(t, passed, whereToLook(somewhereIn(), passed))
}

// The end of a function is where deferred calls run, and says nothing.
func TestTheEndOfAFunctionIsNoPlace(t *testing.T) {
	brace := lineOf(t, "\ntype Handle") - 1
	for line, want := range map[int]int{brace: 9, brace - 1: brace - 1, 10_000: 10_000, 0: 0} {
		r := whereToLook(somewhereIn(), wire.Record{
			Verdict: report.Fail, File: "solutions/x/x.go", Line: line, Near: "solutions/x/x.go", NearLine: 9,
		})
		require.Equal(t, want, r.Line)
	}
	r := whereToLook(somewhereIn(), wire.Record{Verdict: report.Fail, Near: "solutions/x/x.go", NearLine: 9})
	require.Equal(t, 9, r.Line)
}
