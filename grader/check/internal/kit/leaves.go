package kit

import (
	"runtime"

	"workbook/grader/steps"
)

// Leaves says how a function ends to the one that it has deferred, which calls Leaves: what
// runs deferred calls stands between them on the stack. It recovers nothing.
func Leaves() steps.DeedKind {
	var pcs [4]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])]) // who called that function
	for {
		f, more := frames.Next()
		switch f.Function {
		case "runtime.gopanic":
			return steps.TaskPanics
		case "runtime.Goexit":
			return steps.TaskExits
		}
		if !more || f.Function != "" {
			return steps.TaskEnds
		}
	}
}
