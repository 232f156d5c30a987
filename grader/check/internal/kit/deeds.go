package kit

import (
	"context"
	"runtime"
	"runtime/trace"
	"slices"

	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
	"workbook/grader/steps"
)

// Watched reports whether somebody looks at this run: it is recorded or traced, and for no
// verdict.
func Watched() bool { return record != nil || tracing.mark != "" }

// Tell tells what the check's own code does on the goroutine that calls Tell, in a run that
// is watched. It takes no lock, so that it puts nothing in order that the run has not.
func Tell(goroutine int, kind steps.DeedKind, text string) {
	text = outcome.Cut(text, 200)
	if tracing.mark != "" {
		trace.Log(context.Background(), wire.TraceDeed, string(kind)+" "+text)
	}
	if r := record; r != nil && r.look != nil && !r.ended {
		f := wire.Frame{Kind: wire.FrameDeed, Goroutine: uint64(goroutine), AtUS: r.now().Microseconds(), Deed: kind, Name: text}
		if r.look.heard(f.Goroutine) {
			f.Stacks = []string{ownStack()}
		}
		r.tell(f)
	}
}

// heard takes in that a goroutine has told something of itself; first says that it is met by
// that. It may never come to a point, and be over before anybody looks.
func (l *look) heard(goroutine uint64) (first bool) {
	_, known := l.called.LoadOrStore(goroutine, byItself)
	return !known
}

// ended adds to those who are gone who was met by what it told, and was not there in a whole
// look any more.
func (l *look) ended(gone []uint64) []uint64 {
	l.called.Range(func(id, how any) bool {
		if id := id.(uint64); how == byItself && l.known[id] == nil {
			l.called.Delete(id)
			if !slices.Contains(gone, id) {
				gone = append(gone, id)
			}
		}
		return true
	})
	return gone
}

// ownStack is the stack of the goroutine that calls it.
func ownStack() string {
	buf := make([]byte, 16<<10)
	return string(buf[:runtime.Stack(buf, false)])
}
