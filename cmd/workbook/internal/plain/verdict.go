package plain

import (
	"fmt"
	"path"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// How much of a verdict is said: with brief, the failures after the first by their title
// only.
const (
	brief = false
	whole = true
)

// verdict says how a run stands and what it has against the submission.
func (s *session) verdict(r *study.Run, all bool) {
	s.say(s.headline(r))
	if r.Err != nil || r.Canceled {
		return
	}
	if r.Passed() {
		s.passed(r)
		return
	}
	faults := r.Faults()
	for i, f := range faults {
		if i == 0 || all {
			s.fault(r, i)
			continue
		}
		s.say(fmt.Sprintf("%s: %s.", ordinal(i, len(faults)), strings.TrimSuffix(title(f), ".")), tr.T("Type explain %d.", i+1))
	}
	s.rescue()
	if counts := s.counts(r); counts != "" {
		s.say(counts, tr.T("Type checks for each."))
	}
}

// headline is the verdict in a sentence, which begins with what kind it is.
func (s *session) headline(r *study.Run) string {
	name := study.Name(s.work.Current)
	switch {
	case r.Err != nil && r.HandedIn:
		return tr.T("No verdict from the class: %s", r.Err.Error())
	case r.Err != nil:
		return tr.T("No verdict: the grader stopped. %s", r.Err.Error())
	case r.Canceled && r.HandedIn:
		return tr.T("Stopped waiting: what you handed in of %s is graded all the same, and the verdict is on your page of the class.", name)
	case r.Canceled && r.Provisional:
		return tr.T("Stopped: the race check of %s was not done. Type grade for a verdict.", name)
	case r.Canceled:
		return tr.T("Stopped: %s was not graded. Type grade to grade it again.", name)
	case r.Result == nil && r.HandedIn && r.Waits:
		return tr.T("Handed in: %s waits, with %d before it.", name, r.Ahead)
	case r.Result == nil && r.HandedIn && len(r.Running)+len(r.Stages) == 0:
		return tr.T("Handing in: %s.", name)
	case r.Result == nil && s.work.Warming.Waiting() && len(r.Stages) == 0:
		return tr.T("Grading: %s, as soon as the grader is prepared.", name)
	case r.Result == nil:
		return tr.T("Grading: %s%s.", name, s.saved(r))
	case r.Provisional:
		return tr.T("Passed so far: %s. The race check is still running.", name)
	}
	kind := tr.T("Failed")
	switch v := r.Result.Verdict; {
	case v.Passed():
		kind = tr.T("Passed")
	case v == report.NotRun:
		kind = tr.T("Not graded")
	case v == report.GraderError:
		kind = tr.T("No verdict, because the grader itself failed")
	case s.work.Entry().State() == progress.Regressed:
		kind = tr.T("Failed, and it passed before")
	}
	facts := []string{study.Points(r.Result.Points, r.Result.MaxPoints)}
	if v := r.Result.Verdict; v.Failed() && v != report.Fail {
		facts = append([]string{tr.Verdict(v)}, facts...)
	}
	return tr.T("%s: %s, %s%s, took %s seconds.", kind, name, strings.Join(facts, ", "), s.saved(r), tr.Decimal(float64(r.Result.DurationMS)/1000))
}

// saved says which save it is about.
func (s *session) saved(r *study.Run) string {
	if r.Saved.IsZero() {
		return ""
	}
	return tr.T(", saved at %s", r.Saved.In(s.cfg.Zone).Format("15:04:05"))
}

// passed says what follows a pass.
func (s *session) passed(r *study.Run) {
	if race, ok := r.Stages[report.Race]; ok && race.Verdict == report.NotRun {
		message := race.Message
		if message == "" {
			message = tr.T("The race check was not run.")
		}
		s.say(tr.T("Warning: %s", message))
	}
	next := s.nextOne()
	if ex := s.work.Beside(1); ex != nil {
		next = tr.T("Type next to go on with %s.", study.Name(ex))
	}
	if s.work.MayCompare() {
		next += " " + tr.T("Type solution to compare with the reference.")
	}
	s.say(next)
}

// counts counts the checks by how they have ended.
func (s *session) counts(r *study.Run) string {
	var order []report.Verdict
	n := make(map[report.Verdict]int)
	for _, c := range r.Checks {
		v := c.Verdict
		if v == "" {
			v = report.NotRun
		}
		if n[v] == 0 {
			order = append(order, v)
		}
		n[v]++
	}
	var parts []string
	for _, v := range order {
		parts = append(parts, fmt.Sprintf("%d %s", n[v], tr.Verdict(v)))
	}
	if len(parts) == 0 {
		return ""
	}
	return tr.T("Checks: %s.", strings.Join(parts, ", "))
}

// fault says one thing that went wrong: what, where, and what was sent, expected and got.
func (s *session) fault(r *study.Run, i int) {
	faults := r.Faults()
	f := faults[i]
	if f.Title != "" {
		s.say(ordinal(i, len(faults)) + ": " + strings.TrimSuffix(f.Title, ".") + ".")
	} else {
		s.say(ordinal(i, len(faults)) + ":")
	}
	where := ""
	switch {
	case f.Line > 0:
		where = tr.T("Line %d of %s:", f.Line, s.file(f.File))
	case f.File != "":
		where = s.file(f.File) + ":"
	}
	if where+f.Message != "" {
		s.say(where, report.Clip(f.Message, 600))
	}
	if f.Hint != "" {
		s.say(tr.T("Hint:"), report.Clip(f.Hint, 600))
	}
	for _, v := range []struct{ name, value string }{{tr.T("Sent"), f.Sent}, {tr.T("Expected"), f.Expected}, {tr.T("Got"), f.Got}} {
		switch value := report.Clip(v.value, 600); {
		case value == "":
		case strings.Contains(value, "\n"):
			s.say(v.name + ":")
			s.out.block(value)
		default:
			s.say(v.name+":", value)
		}
	}
	if run := s.work.Sketch(i); run != nil {
		s.step()
		s.out.lanes(run)
	}
}

// title is a fault in a few words.
func title(f study.Fault) string {
	if f.Title != "" {
		return f.Title
	}
	return f.Message
}

func ordinal(i, all int) string { return tr.T("Failure %d of %d", i+1, all) }

// file names a file of the open exercise by itself, and others by their path.
func (s *session) file(name string) string {
	if path.Dir(name) == "exercises/"+s.work.Current.ID {
		return path.Base(name)
	}
	return name
}
