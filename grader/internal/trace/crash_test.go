package trace

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const goroutine1 = `
goroutine 1 [running]:
workbook/solutions/x.F()
	/w/exercises/x/a.go:7 +0x313
`

func TestParseCrash(t *testing.T) {
	tests := []struct {
		name, text string
		want       Crash
	}{
		{"panic", "log line\npanic: in go\n" + goroutine1, Crash{Value: "in go", Panics: []string{"in go"}}},
		{"value of several lines", "panic: bad: x\n\ty\n\t\n\tgoroutine 9 [running]:\n" + goroutine1,
			Crash{Value: "bad: x\ny\n\ngoroutine 9 [running]:", Panics: []string{"bad: x\ny\n\ngoroutine 9 [running]:"}}},
		{"nil", "panic: panic called with nil argument\n" + goroutine1,
			Crash{Value: "panic called with nil argument", Panics: []string{"panic called with nil argument"}}},
		{"repanicked", "panic: one [recovered, repanicked]\n" + goroutine1, Crash{Value: "one", Panics: []string{"one"}}},
		{"another panic after recover", "panic: one [recovered]\n\tpanic: two\n" + goroutine1,
			Crash{Value: "two", Panics: []string{"one", "two"}}},
		{"panic in a deferred call", "panic: one\n\tpanic: two\n" + goroutine1, Crash{Value: "two", Panics: []string{"one", "two"}}},
		{"signal", "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a13c8]\n" + goroutine1,
			Crash{Value: "runtime error: invalid memory address or nil pointer dereference",
				Panics: []string{"runtime error: invalid memory address or nil pointer dereference"},
				Signal: "SIGSEGV: segmentation violation"}},
		{"fatal error", "fatal error: all goroutines are asleep - deadlock!\n" + goroutine1,
			Crash{Fatal: true, Value: "all goroutines are asleep - deadlock!"}},
		{"stack overflow", "runtime: sp=0x3e873fe0390\nfatal error: stack overflow\n\nruntime stack:\nruntime.throw({0x4c9479?, 0x41a701?})\n\t/usr/local/go/src/runtime/panic.go:1229 +0x48\n" + goroutine1,
			Crash{Fatal: true, Value: "stack overflow"}},
		{"printed by the program before", "panic: forged\n\nno trace\npanic: real\n" + goroutine1,
			Crash{Value: "real", Panics: []string{"real"}}},
		{"under go test", "--- FAIL: TestX (0.00s)\npanic: boom [recovered, repanicked]\n" + goroutine1 + "exit status 2\n",
			Crash{Value: "boom", Panics: []string{"boom"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := ParseCrash([]byte(tt.text))
			require.True(t, ok)
			f, ok := got.Line(learner)
			require.True(t, ok)
			require.Equal(t, "exercises/x/a.go:7", f.String())
			require.Len(t, got.Goroutines, 1)
			got.Goroutines = nil
			require.Equal(t, tt.want, got)
		})
	}
	for _, text := range []string{"", "panic: only said so\n", "fatal error: only said so\nand more", goroutine1} {
		_, ok := ParseCrash([]byte(text))
		require.False(t, ok, text)
	}
}

func TestCrashStartedByLearner(t *testing.T) {
	c, ok := ParseCrash([]byte("panic: x\n\ngoroutine 9 [running]:\nio.Copy()\n\t/go/io.go:1\ncreated by workbook/solutions/x.F in goroutine 1\n\t/w/exercises/x/a.go:7\n"))
	require.True(t, ok)
	f, ok := c.Line(learner)
	require.True(t, ok)
	require.Equal(t, "exercises/x/a.go:7", f.String())
	_, ok = Crash{}.Line(learner)
	require.False(t, ok)
}

// The innermost call of too deep a recursion stands at the first line of its function:
// the one before it is the call.
func TestCrashOfTheStack(t *testing.T) {
	const frames = "goroutine 1 [running]:\nworkbook/solutions/x.F()\n\t/w/exercises/x/a.go:7\nworkbook/solutions/x.F()\n\t/w/exercises/x/a.go:9\n"
	for text, line := range map[string]int{"fatal error: stack overflow\n\n": 9, "fatal error: other\n\n": 7, "panic: x\n\n": 7} {
		c, ok := ParseCrash([]byte(text + frames))
		require.True(t, ok)
		f, ok := c.Line(learner)
		require.True(t, ok)
		require.Equal(t, line, f.Line)
	}
}

// Whose panic it is tells the first frame below it that is anybody's.
func TestPanicking(t *testing.T) {
	const (
		thrown  = "panic({0x1, 0x2})\n\t/go/panic.go:1\n"
		signal  = "runtime.sigpanic()\n\t/go/signal.go:1\n"
		library = "sync.(*WaitGroup).Add(...)\n\t/go/waitgroup.go:1\n"
		mine    = "workbook/solutions/x.F()\n\t/w/exercises/x/a.go:7\n"
		cleanup = "workbook/solutions/x.F.func1()\n\t/w/exercises/x/a.go:3\n"
		test    = "workbook/solutions/x_test.TestF.func1()\n\t/w/solutions/x/a_test.go:2\n"
		shared  = "workbook/solutions/internal/panictest.Throw()\n\t/w/solutions/internal/panictest/a.go:2\n"
		subject = "main.main.func1()\n\t/w/solutions/x/subject/main.go:5\n"
		kit     = "workbook/grader/check.(*Call).run()\n\t/w/grader/check/call.go:9\n"
	)
	for _, tt := range []struct {
		name, frames string
		ok, theirs   bool
		line         int
	}{
		{"their own", thrown + mine + test + kit, true, true, 7},
		{"in a library", thrown + library + mine + test, true, true, 7},
		{"a signal", thrown + signal + mine + test, true, true, 7},
		{"a task's", thrown + test + mine + kit, true, false, 7},
		{"a task's, by way of what tests share", thrown + shared + mine + kit, true, false, 7},
		{"a task's in a subject program", thrown + subject + mine, true, false, 7},
		{"seen from a deferred call", cleanup + thrown + test + mine, true, false, 7},
		{"a test's, and no learner about", thrown + test + kit, true, false, 0},
		{"nobody's", thrown + kit, false, false, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			gs := ParseGoroutines([]byte("goroutine 1 [running]:\n" + tt.frames))
			require.Len(t, gs, 1)
			theirs, at, ok := Panicking(gs[0].Frames, learner, around)
			require.Equal(t, tt.ok, ok)
			require.Equal(t, tt.theirs, theirs)
			require.Equal(t, tt.line, at.Line)
			require.Equal(t, tt.ok && !tt.theirs && tt.line > 0, Crash{Goroutines: gs}.ByTask(learner, around))
		})
	}
}
