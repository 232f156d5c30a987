package tui

import (
	"fmt"
	"strconv"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// explain says what went wrong and where, or what is next. It notes where each fault
// stands.
func (v verdict) explain(s *sheet, at map[int]stretch) {
	t, r := v.theme, v.run
	switch {
	case r.Err != nil:
		s.para(t.text, 2, r.Err.Error())
		return
	case r.Result != nil && r.Result.Verdict.Passed():
		if !r.Canceled {
			v.whatNext(s)
		}
		return
	}
	faults := r.Faults()
	most := 3 // so that what to mend first is not lost among the rest
	if r.Result != nil && len(r.Result.Problems) > 0 {
		most = 10
	}
	first := max(0, min(v.choice, len(faults)-1)-most+1)
	last := min(len(faults), first+most)
	for i, f := range faults[first:last] {
		from := len(s.lines)
		v.fault(s, f)
		if first+i == v.choice {
			v.strip(s)
		}
		at[first+i] = stretch{from, len(s.lines) - 1}
		if f.Title != "" {
			s.blank()
		}
	}
	s.blank()
	if r.Result != nil {
		v.mend(s)
	}
	if v.rescue != "" {
		s.para(t.text, 2, v.rescue)
		s.blank()
	}
	if more := len(faults) - (last - first); more > 0 {
		s.para(t.dim, 2, tr.T("and %d more: ↑↓ go to them", more))
		s.blank()
	}
}

// whatNext follows a pass.
func (v verdict) whatNext(s *sheet) {
	t := v.theme
	if race, ok := v.race(); ok && race.Verdict == report.NotRun {
		message := race.Message
		if message == "" {
			message = tr.T("The race check was not run.")
		}
		s.para(t.warn, 2, message)
	}
	words := tr.T("That was the last exercise.")
	if v.open == 0 {
		words = tr.T("That was the last exercise, and you have passed them all.")
	}
	if v.next != "" {
		words = tr.T("Press n to go on with “%s”.", v.next)
	}
	if v.solution {
		words += " " + tr.T("Press s to compare with the reference solution.")
	}
	s.para(t.text, 2, words)
	v.mend(s)
}

func (v verdict) race() (report.Stage, bool) {
	if v.run == nil || v.run.Provisional {
		return report.Stage{}, false
	}
	st, ok := v.run.Stages[report.Race]
	return st, ok
}

// fault is one thing that went wrong: what, the sentence, the place, and what was sent,
// got and expected.
func (v verdict) fault(s *sheet, f study.Fault) {
	t, mark := v.theme, v.theme.bad.Render(glyphFailing)+" "
	if ex := v.run.Result; ex != nil && ex.Verdict == report.NotRun { // nothing went wrong
		mark = t.dim.Render(glyphNotRun) + " "
	}
	if f.Title == "" {
		s.hanging(t.text, mark, clipped(f.Message))
	} else {
		s.hanging(t.strong, mark, report.OneLine(f.Title))
		if f.Message != "" {
			s.para(t.text, 2, clipped(f.Message))
		}
	}
	if f.File != "" && !report.Says(f.Message, place(f.File, f.Line)) {
		s.para(t.code.Hyperlink(v.link(f.File)), 2, place(f.File, f.Line))
	}
	if f.Hint != "" {
		s.para(t.dim, 2, clipped(f.Hint))
	}
	sent := f.Sent
	if sent == f.Expected { // an echo
		sent = ""
	}
	for _, value := range []struct{ name, value string }{ // what came back first: a small screen may end there
		{tr.T("got"), f.Got}, {tr.T("expected"), f.Expected}, {tr.T("sent"), sent},
	} {
		if value.value != "" {
			s.value(t.literal, "  "+t.dim.Render(fmt.Sprintf("%-9s", value.name))+" ", value.value, 3)
		}
	}
}

func place(file string, line int) string {
	if line > 0 {
		return file + ":" + strconv.Itoa(line)
	}
	return file
}
