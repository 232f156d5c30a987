package stepping

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/report"
)

// Does says what a goroutine does: "waits to receive from a channel".
func (s Standing) Does() string {
	switch s.State {
	case Runs:
		return tr.T("goes on")
	case Ready:
		if s.Between {
			return tr.T("has read, and not written yet")
		}
		return tr.T("could go on")
	case Ended:
		if s.Panicked() {
			return tr.T("has panicked")
		}
		return tr.T("has ended")
	}
	return wording.Waits(s.On)
}

// Do is the same of several who wait.
func (s Standing) Do() string {
	if s.On == "" {
		return tr.T("wait")
	}
	return tr.T("wait %s", tr.Text(s.On))
}

// Place is where it stands: "echo.go:21".
func (s Standing) Place() string { return wording.Place(s.File, s.Line) }

// Known is what a learner knows a goroutine as: "Echo", "goroutine from echo.go:21".
func (r *Record) Known(g int) string {
	it := r.run.Goroutines[g]
	return wording.Known(it.Name, it.File, it.Line)
}

// Maker says who made a goroutine.
func (r *Record) Maker(g int) string {
	by := r.run.Goroutines[g].By
	if by < 0 {
		return tr.T("made by the check")
	}
	return tr.T("made by %s", r.Name(by))
}

// Turn says who goes on in a step, from where, and how it came to have the turn.
func (r *Record) Turn(i int) string {
	if r.Ended(i) {
		return ""
	}
	s := r.run.Steps[i]
	who := r.Name(s.Goroutine) + " (" + r.Known(s.Goroutine) + ")"
	what := tr.T("%s goes on at %s.", who, wording.Place(s.File, s.Line))
	switch {
	case s.File == "":
		what = tr.T("%s goes on.", who)
	case s.Between:
		what = tr.T("%s goes on at %s: it read, and now writes what it had read.", who, wording.Place(s.File, s.Line))
	case r.first[s.Goroutine] == i:
		what = tr.T("%s begins at %s.", who, wording.Place(s.File, s.Line))
	}
	if given := r.given(i); given != "" {
		return given + " " + what
	}
	return what
}

// given says why it is not the goroutine of the step before that goes on. It is empty
// where it is.
func (r *Record) given(i int) string {
	if i == 0 || !r.Switch(i) {
		return ""
	}
	last, known := Of(r.At(i), r.run.Steps[i-1].Goroutine)
	name := r.Name(last.Goroutine)
	switch {
	case !known:
		return ""
	case last.State == Ended:
		return tr.T("%s %s.", name, last.Does())
	case last.State == Waits:
		return tr.T("%s %s.", name, last.Does())
	}
	return tr.T("%s could have gone on.", name)
}

// Then says what a step comes to: whom it starts, and where its goroutine stands after it.
func (r *Record) Then(i int) string {
	if r.Ended(i) {
		return ""
	}
	s, before, after := r.run.Steps[i], r.At(i), r.At(i+1)
	var said []string
	if started := r.started(s.Goroutine, before, after); started != "" {
		said = append(said, started)
	}
	now, known := Of(after, s.Goroutine)
	switch {
	case !known:
	case now.Panicked():
		said = append(said, tr.T("Then it panics."))
	case now.State == Ended:
		said = append(said, tr.T("Then it ends."))
	case now.State == Waits:
		said = append(said, tr.T("Then it %s.", now.Does()))
	case r.Reads(i):
		said = append(said, tr.T("It has read, and not written yet."))
	case now.Line == 0:
	case now.Line != s.Line || now.File != s.File:
		said = append(said, tr.T("It comes to line %d.", now.Line))
	}
	return strings.Join(said, " ")
}

// started names the goroutines that one has made during a step.
func (r *Record) started(by int, before, after []Standing) string {
	const most = 3
	var names []string
	more := 0
	for _, s := range after {
		if _, there := Of(before, s.Goroutine); there || r.run.Goroutines[s.Goroutine].By != by {
			continue
		}
		if len(names) == most {
			more++
			continue
		}
		names = append(names, r.Name(s.Goroutine))
	}
	switch {
	case len(names) == 0:
		return ""
	case more > 0:
		return tr.T("It starts %s and %d more.", strings.Join(names, ", "), more)
	}
	return tr.T("It starts %s.", strings.Join(names, ", "))
}

// Ending says how the run has ended.
func (r *Record) Ending() string {
	said := tr.T("The run ends here: %s.", tr.Verdict(r.run.Verdict))
	switch {
	case r.run.Verdict.Passed():
		said = tr.T("The run ends here, and the check passes.")
	case r.run.Message != "":
		said = tr.T("The run ends here: %s", report.OneLine(r.run.Message))
	}
	if n := r.run.Left; n > 0 {
		said = tr.N(n, "%d more step was not kept.", "%d more steps were not kept.", n) + " " + said
	}
	return said
}

// Alike says of a group how many stand as its first does.
func (g Group) Alike() string {
	n := len(g.Members) - 1
	if g.State == Ended && !g.Panicked() {
		return tr.N(n, "and %s more has ended", "and %s more have ended", wording.Number(n))
	}
	return tr.N(n, "and %s more like it", "and %s more like it", wording.Number(n))
}
