package kit

import (
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"

	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
)

// IsLearner says which frames are the submission's. The kit's own tests change it.
var IsLearner = func(f trace.Frame) bool { return results.names.Learner(f) }

// IsTest reports whether the frame is a hidden test's.
func IsTest(f trace.Frame) bool { return !IsLearner(f) && results.names.Hidden(f) }

// IsAround reports whether the frame is of what the learner's code has around it: a
// hidden test, or a subject program.
func IsAround(f trace.Frame) bool { return results.names.Around(f) }

// IsOurs reports whether a package is the course's or the kit's, and no library.
func IsOurs(pkg string) bool { return results.names.Ours(pkg) }

// isKit reports whether the frame is the kit's own.
func isKit(f trace.Frame) bool { return names.Kit(f) }

// Serve is the function of a subject program, as stack traces name it, that calls the
// learner's code. Who runs subject programs sets it: the other side links none of that.
var Serve string

// NameOf is the name of a function in a stack trace.
func NameOf(f any) string { return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name() }

// Of is what finds the frames of a function.
func Of(function string) func(trace.Frame) bool {
	return func(f trace.Frame) bool { return f.Func == function }
}

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
