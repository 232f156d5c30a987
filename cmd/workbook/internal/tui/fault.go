package tui

import "workbook/grader/report"

// A fault is one thing that the verdict has against a submission: a failed check, a
// refusal, a compile error, a data race. The learner can choose one, and go to it.
type fault struct {
	title, message      string // one of them is not empty
	hint                string
	file                string
	line                int
	sent, expected, got string
}

// faults are what the verdict says, in the order in which to mend it.
func (r *run) faults() []fault {
	if r == nil {
		return nil
	}
	if r.result != nil && len(r.result.Problems) > 0 {
		return problems(r.result.Problems)
	}
	var out []fault
	for _, c := range r.failures() {
		f := fault{title: c.Title, message: c.Message, file: c.File, line: c.Line,
			sent: c.Sent, expected: c.Expected, got: c.Got}
		if c.Verdict != report.Fail {
			f.title += " (" + c.Verdict.Word() + ")"
		}
		out = append(out, f)
	}
	if race, ok := r.stages[report.Race]; ok && race.Verdict.Failed() {
		out = append(out, fault{title: "No data races", message: race.Message, file: race.File, line: race.Line})
	}
	if e := r.result; len(out) == 0 && e != nil && !e.Verdict.Passed() && e.Message+e.File != "" {
		out = append(out, fault{message: e.Message, file: e.File, line: e.Line})
	}
	return out
}

// problems are refusals or compile errors.
func problems(all []report.Problem) []fault {
	var out []fault
	for _, p := range all {
		out = append(out, fault{message: p.Message, hint: p.Hint, file: p.File, line: p.Line})
	}
	return out
}

// position is where the learner should look: the place of the chosen fault, or else the
// first that there is.
func (r *run) position(choice int) (file string, line int) {
	faults := r.faults()
	if choice < len(faults) && faults[choice].file != "" {
		return faults[choice].file, faults[choice].line
	}
	for _, f := range faults {
		if f.file != "" {
			return f.file, f.line
		}
	}
	return "", 0
}
