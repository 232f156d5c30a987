package kit

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"workbook/grader/internal/trace"
)

// IsLearner says which frames are the submission's. The kit's own tests change it.
var IsLearner = trace.Learner

// IsTest reports whether the frame is a hidden test's.
func IsTest(f trace.Frame) bool {
	if IsLearner(f) {
		return false
	}
	// A function of the kit that is inlined into a test bears a name of the test's.
	return strings.HasSuffix(f.File, "_test.go") || strings.HasPrefix(f.Package(), "workbook/") && !isKit(f)
}

// isKit reports whether the frame is the kit's own.
func isKit(f trace.Frame) bool {
	p := f.Package()
	return p == Path || strings.HasPrefix(p, Path+"/") ||
		strings.Contains(f.File, "/grader/check/") && !strings.HasSuffix(f.File, "_test.go")
}

// Path is the import path of the bubble side; all else of the kit lies below it.
const Path = "workbook/grader/check"

// WhoPanicked says whose code a panic came from: the learner's, at a line of it; or a
// task's of the hidden test, which the learner's code had called at that line.
func WhoPanicked(frames []trace.Frame) (theirs bool, at trace.Frame, ok bool) {
	theirs, at, ok = trace.Panicking(frames, IsLearner, IsTest)
	return theirs, at, ok && !at.Zero()
}

// LetGoOn says what was not done about a task's panic.
func LetGoOn(at trace.Frame) string {
	return fmt.Sprintf("Your code called it at %s and let the panic go on.", at)
}

// OwnFrames is the stack of the calling goroutine.
func OwnFrames() []trace.Frame {
	buf := make([]byte, 64<<10)
	gs := trace.ParseGoroutines(buf[:runtime.Stack(buf, false)])
	if len(gs) == 0 {
		return nil
	}
	return gs[0].Frames
}

// OwnLine is the learner's line that the calling goroutine is in, or the go statement
// that started it.
func OwnLine() Position {
	gs := trace.ParseGoroutines(debug.Stack())
	if len(gs) == 0 {
		return Position{}
	}
	f, _ := trace.First(append(gs[0].Frames, gs[0].CreatedBy), IsLearner)
	return PositionOf(f)
}
