package study

import (
	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// A Fault is one thing that the verdict has against a submission: a failed check, a
// refusal, a compile error, a data race. The learner can choose one, and go to it.
type Fault struct {
	Title, Message      string // one of them is not empty
	Hint                string
	File                string
	Line                int
	Sent, Expected, Got string
	Check               string // the name of the check; empty for what is none
}

// Faults are what the verdict says, in the order in which to mend it.
func (r *Run) Faults() []Fault {
	if r == nil {
		return nil
	}
	if r.Result != nil && len(r.Result.Problems) > 0 {
		return problems(r.Result.Problems)
	}
	var out []Fault
	for _, c := range r.failures() {
		f := Fault{Title: c.Title, Message: c.Message, File: c.File, Line: c.Line,
			Sent: c.Sent, Expected: c.Expected, Got: c.Got, Check: c.Name}
		if c.Verdict != report.Fail {
			f.Title += " (" + tr.Verdict(c.Verdict) + ")"
		}
		out = append(out, f)
	}
	if race, ok := r.Stages[report.Race]; ok && race.Verdict.Failed() {
		out = append(out, Fault{Title: tr.T("No data races"), Message: race.Message, File: race.File, Line: race.Line})
	}
	if e := r.Result; len(out) == 0 && e != nil && !e.Verdict.Passed() && e.Message+e.File != "" {
		out = append(out, Fault{Message: e.Message, File: e.File, Line: e.Line})
	}
	return out
}

// problems are refusals or compile errors.
func problems(all []report.Problem) []Fault {
	var out []Fault
	for _, p := range all {
		out = append(out, Fault{Message: p.Message, Hint: p.Hint, File: p.File, Line: p.Line})
	}
	return out
}

// Position is where the learner should look: the place of the chosen fault, or else the
// first that there is.
func (r *Run) Position(choice int) (file string, line int) {
	faults := r.Faults()
	if choice < len(faults) && faults[choice].File != "" {
		return faults[choice].File, faults[choice].Line
	}
	for _, f := range faults {
		if f.File != "" {
			return f.File, f.Line
		}
	}
	return "", 0
}
