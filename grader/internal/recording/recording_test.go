package recording_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/instrument"
	"workbook/grader/internal/names"
	"workbook/grader/internal/recording"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
	"workbook/grader/steps"
)

const mark = "M4RK"

var (
	answer = names.Names{Module: "example.com/course", Half: names.Solutions, ID: "01_answer"}
	points = []instrument.Point{
		{File: "answer.go", Line: 5, Column: 2}, {File: "answer.go", Line: 6, Column: 3, Between: true}, {File: "answer.go", Line: 9, Column: 2},
	}
)

// stack is a goroutine's trace, with a call at each line of the submission.
func stack(id int, state, function string, line int, createdBy string) string {
	return fmt.Sprintf("goroutine %d [%s]:\nexample.com/course/solutions/01_answer.%s(0x1)\n\texercises/01_answer/answer.go:%d +0x1\n%s", id, state, function, line, createdBy)
}

func created(by, at string, in int) string {
	return fmt.Sprintf("created by %s in goroutine %d\n\t%s +0x2\n", by, in, at)
}

// stream is what a process writes: frames, and between them what is printed.
func stream(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		switch p := p.(type) {
		case wire.Frame:
			b = wire.AppendFrame(b, mark, p)
		case string:
			b = append(b, p...)
		}
	}
	return b
}

func filled(text []byte, trace string) *steps.Run {
	run := &steps.Run{}
	recording.Recording{Stream: recording.Split(text, mark), Trace: []byte(trace), Points: points, Names: answer}.Fill(run)
	return run
}

func step(goroutine uint64, points [][2]uint64, stacks ...string) wire.Frame {
	return wire.Frame{Kind: wire.FrameStep, Goroutine: goroutine, Points: points, Stacks: stacks}
}

func moment(note string) wire.Frame {
	return wire.Frame{Kind: wire.FrameMoment, Moment: &report.Moment{Kind: report.Noted, Note: note}}
}

// What comes before the first step is its part, what comes after a step is that one's,
// and a new beginning leaves out what came before.
func TestEventsAndOutputOfSteps(t *testing.T) {
	run := filled(stream(
		step(7, [][2]uint64{{7, 0}}), moment("of another bubble"),
		wire.Frame{Kind: wire.FrameBegin}, "early\n", moment("first"),
		step(7, [][2]uint64{{7, 0}}), "half", moment("a"), moment("b\x1b[31m\n"),
		step(7, [][2]uint64{{7, 2}}), " a line\n",
		wire.Frame{Kind: wire.FrameEnd, Gone: []uint64{7}, Left: 3}, "PASS\n", moment("late"),
	), "")
	require.Len(t, run.Steps, 2)
	require.Equal(t, "early\nhalf", run.Steps[0].Output)
	require.Equal(t, []report.Moment{{Kind: report.Noted, Note: "first"}, {Kind: report.Noted, Note: "a"}, {Kind: report.Noted, Note: "b"}}, run.Steps[0].Events)
	require.Equal(t, " a line\n", run.Steps[1].Output)
	require.Empty(t, run.Steps[1].Events)
	require.Equal(t, []steps.Place{{Goroutine: 0, State: steps.Ended}}, run.End)
	require.Equal(t, 3, run.Left)
}

// Goroutines are known by the call that the check made, by the function that it called,
// or by the go statement that made them.
func TestNamesAndPlaces(t *testing.T) {
	own := stack(7, "runnable", "(*Box[...]).Add", 5, created("workbook/grader/check.(*C).supervise", "/w/grader/check/run.go:9", 3))
	call := stack(8, "chan send (durable), synctest bubble 1", "Serve.func1.2", 6, created("workbook/grader/check.(*C).Go", "/w/grader/check/call.go:9", 7))
	made := func(id int) string {
		return stack(id, "runnable", "(*Box[...]).Add.func1", 6, created("example.com/course/solutions/01_answer.(*Box[...]).Add", "exercises/01_answer/answer.go:9", 7))
	}
	by := stack(11, "sync.Mutex.Lock, synctest bubble 1", "Serve", 5, created("sync.(*WaitGroup).Go", "/go/sync/waitgroup.go:1", 7))
	test := "goroutine 12 [select]:\nexample.com/course/solutions/01_answer_test.client()\n\t/w/solutions/01_answer/answer_test.go:3 +0x1\n" + created("example.com/course/solutions/01_answer_test.TestA", "/w/solutions/01_answer/answer_test.go:2", 7)
	run := filled(stream(
		wire.Frame{Kind: wire.FrameName, Goroutine: 8, Name: "Serve"},
		step(7, [][2]uint64{{7, 0}, {8, 1}}, own, call),
		step(8, [][2]uint64{{7, 2}, {8, 1}, {9, 1}, {10, 0}}, made(10), made(9), by, test),
		wire.Frame{Kind: wire.FrameEnd, Stacks: []string{call}, Points: [][2]uint64{{7, 2}}, Gone: []uint64{9, 10}},
	), "")
	require.Equal(t, []steps.Goroutine{
		{Name: "Box.Add", By: -1},
		{Name: "Serve", By: -1},
		{Name: "goroutine from answer.go:9 #1", By: 0, File: "answer.go", Line: 9},
		{Name: "goroutine from answer.go:9 #2", By: 0, File: "answer.go", Line: 9},
		{Name: "goroutine from answer.go:5", By: 0, File: "answer.go", Line: 5},
	}, run.Goroutines)
	require.Equal(t, steps.Step{
		Goroutine: 1, File: "answer.go", Line: 6, Column: 3, Between: true, Changed: []steps.Place{
			{Goroutine: 0, State: steps.Ready, File: "answer.go", Line: 9},
			{Goroutine: 2, State: steps.Ready, File: "answer.go", Line: 6, Between: true},
			{Goroutine: 3, State: steps.Ready, File: "answer.go", Line: 5},
			{Goroutine: 4, State: steps.Waits, File: "answer.go", Line: 5, On: "to lock a sync.Mutex"},
		},
	}, run.Steps[1])
	require.Equal(t, []steps.Place{
		{Goroutine: 1, State: steps.Waits, File: "answer.go", Line: 6, On: "to send on a channel"},
		{Goroutine: 2, State: steps.Ended}, {Goroutine: 3, State: steps.Ended},
	}, run.End)
}

// How a process died says where everybody was.
func TestDied(t *testing.T) {
	one := stack(7, "chan receive (durable), synctest bubble 1", "Answer", 9, "")
	two := stack(8, "running", "Answer.func1", 6, created("example.com/course/solutions/01_answer.Answer", "exercises/01_answer/answer.go:5", 7))
	run := filled(stream(
		step(7, [][2]uint64{{7, 0}}, one), step(8, [][2]uint64{{8, 1}}, one, two), "said\npanic: none of it\n\n"+two,
	), "panic: no\n\n"+two+"\n"+one)
	require.Equal(t, "said\n", run.Steps[1].Output)
	require.Equal(t, []steps.Place{{Goroutine: 1, State: steps.Ended, File: "answer.go", Line: 6}}, run.End)
	require.Equal(t, []report.Moment{{Kind: report.Panicked, Who: "goroutine from answer.go:5", Note: "no"}}, run.Steps[1].Events)
}

// Nobody gets more into a record than it has room for.
func TestBounds(t *testing.T) {
	var parts []any
	for i := range uint64(steps.MaxSteps + 100) {
		parts = append(parts, step(1+i%300, [][2]uint64{{1 + i%300, 0}}), strings.Repeat("ä", 100))
	}
	run := filled(stream(parts...), "")
	sound(t, run)
	require.Len(t, run.Goroutines, steps.MaxGoroutines)
	require.Equal(t, steps.MaxSteps+100, len(run.Steps)+run.Left)
	printed := 0
	for _, s := range run.Steps {
		printed += len(s.Output)
	}
	require.Equal(t, steps.MaxOutput, printed)
}

// sound is what every record is, whoever wrote it.
func sound(t *testing.T, run *steps.Run) {
	t.Helper()
	text := func(s string) {
		require.True(t, utf8.ValidString(s))
		require.Equal(t, -1, strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }), "%q", s)
	}
	places := func(all []steps.Place) {
		for _, p := range all {
			require.True(t, p.Goroutine >= 0 && p.Goroutine < len(run.Goroutines))
			text(p.File + p.On)
		}
	}
	require.LessOrEqual(t, len(run.Steps), steps.MaxSteps)
	require.LessOrEqual(t, len(run.Goroutines), steps.MaxGoroutines)
	require.GreaterOrEqual(t, run.Left, 0)
	for i, g := range run.Goroutines {
		require.Less(t, g.By, i, "who made it was there before")
		text(g.Name + g.File)
	}
	printed := 0
	for i, s := range run.Steps {
		require.True(t, s.Goroutine >= 0 && s.Goroutine < len(run.Goroutines))
		require.NotEmpty(t, run.At(i))
		places(s.Changed)
		for _, m := range s.Events {
			text(string(m.Kind) + m.Who + m.Note)
		}
		text(s.Output)
		printed += len(s.Output)
	}
	require.LessOrEqual(t, printed, steps.MaxOutput)
	places(run.End)
}

// FuzzFill reads what a process might write, damaged or forged.
func FuzzFill(f *testing.F) {
	one := stack(7, "chan receive", "Answer", 9, created("x.f", "y.go:5", 3))
	f.Add(stream("text", step(7, [][2]uint64{{7, 0}, {8, 9}}, one, "goroutine 8 [select]:\n"), moment("\x1b]0;x\a"), wire.Frame{Kind: wire.FrameEnd, Gone: []uint64{7}, Left: -5}), []byte("panic: no\n\n"+one))
	f.Add(stream(wire.Frame{Kind: wire.FrameName, Goroutine: 7, Name: "\n\x00"}, step(7, [][2]uint64{{7, 1 << 63}})), []byte("goroutine -1 [running]:\n"))
	f.Add([]byte(wire.FrameMark(mark)+`{"kind":"step","goroutine":-1}`), []byte("fatal error: x\n\ngoroutine 0 [idle]:\n"))
	f.Fuzz(func(t *testing.T, text, trace []byte) { sound(t, filled(text, string(trace))) })
}
