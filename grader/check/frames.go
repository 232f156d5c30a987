package check

import (
	"reflect"
	"runtime"

	"workbook/grader/check/subject"
	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
)

// isLearner says which frames are the submission's. The kit's own tests change it.
var isLearner = func(f trace.Frame) bool { return results.names.Learner(f) }

// isTest reports whether the frame is a hidden test's.
func isTest(f trace.Frame) bool { return !isLearner(f) && results.names.Hidden(f) }

// isKit reports whether the frame is the kit's own.
func isKit(f trace.Frame) bool { return names.Kit(f) }

// Functions of the kit that tell what a goroutine does, as stack traces name them.
var (
	clockSleep = nameOf((*outsideClock).sleep)
	serve      = nameOf(subject.Serve) // a subject program's, which calls the learner's code
)

// nameOf is the name of a function in a stack trace.
func nameOf(f any) string { return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name() }

// of is what finds the frames of a function.
func of(function string) func(trace.Frame) bool {
	return func(f trace.Frame) bool { return f.Func == function }
}

// ofSubject reports whether the frame is one of those that run beside [subject.Serve] in a
// subject program, to listen to the referee.
func ofSubject(f trace.Frame) bool {
	return f.Func != serve && f.Package() == trace.Package(serve)
}
