package kit

import (
	"context"
	"runtime/trace"

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

// Gave tells what a call of the submission has given to a goroutine, in a run that is watched.
func Gave(goroutine int, values ...any) {
	if Watched() {
		Tell(goroutine, steps.TaskNotes, "gets "+Shown(values))
	}
}
