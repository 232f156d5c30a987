package outside

import (
	"workbook/grader/check/internal/kit"
	"workbook/grader/check/subject"
	"workbook/grader/internal/trace"
)

func init() { kit.Serve = kit.NameOf(subject.Serve) }

// ofSubject reports whether the frame is one of those that run beside [subject.Serve] in a
// subject program, to listen to the referee.
func ofSubject(f trace.Frame) bool {
	return f.Func != kit.Serve && f.Package() == trace.Package(kit.Serve)
}
