package grader

import (
	"time"

	"workbook/grader/course"
	"workbook/grader/report"
)

// conclude turns what was seen into the verdict on the exercise. What was not
// seen is not run, and what is not run is not passed.
func (gr *grading) conclude() report.Exercise {
	gr.mu.Lock()
	defer gr.mu.Unlock()
	ex := gr.result
	for _, info := range report.Stages {
		name := info.Name
		s, ok := gr.stages[name]
		if !ok {
			s = report.Stage{Name: name, Verdict: report.NotRun}
			gr.on(StageFinished{Exercise: gr.ex.ID, Stage: s})
		}
		ex.Stages = append(ex.Stages, s)
	}
	ex.Checks = gr.declaredChecks()
	switch stage(ex, report.Race).Verdict {
	case report.Pass, report.NotRun, report.GraderError:
	default:
		if forfeit(ex.Checks) {
			explainForfeit(ex.Stages)
		}
	}
	for _, c := range ex.Checks {
		ex.Points += c.Points
	}
	gr.judge(&ex)
	ex.DurationMS = time.Since(gr.began).Milliseconds()
	return ex
}

// declaredChecks lists every declared check in declared order.
func (gr *grading) declaredChecks() []report.Check {
	out := []report.Check{}
	for _, declared := range gr.ex.Checks {
		c, ok := gr.checks[declared.Name]
		if !ok {
			c = blank(declared)
			c.Verdict = report.NotRun
		}
		out = append(out, c)
	}
	return out
}

// blank is a check of which nothing is known yet.
func blank(declared course.Check) report.Check {
	return report.Check{
		Name: declared.Name, Title: declared.Title, Kind: declared.Kind,
		MaxPoints: declared.Points, Required: declared.Required,
	}
}

// forfeit takes back the points of inside checks: in a process whose memory is
// raced for, nothing that they saw can be relied on. It reports whether there were any.
func forfeit(checks []report.Check) (had bool) {
	for i := range checks {
		if checks[i].Kind == report.Inside {
			had = had || checks[i].Points > 0
			checks[i].Points = 0
		}
	}
	return had
}

// explainForfeit says so once, where the race is told, and not at each check.
func explainForfeit(stages []report.Stage) {
	for i := range stages {
		if stages[i].Name == report.Race {
			stages[i].Message += " Until this stage passes the inside checks give no points, also those that passed: with a race they may see anything."
		}
	}
}

// judge sets the verdict, and with it the message of the first thing that went
// wrong: what kept the checks from running, then the checks, then the race stage.
func (gr *grading) judge(ex *report.Exercise) {
	if ex.Verdict == report.GraderError {
		return
	}
	for _, name := range []report.StageName{report.Read, report.Policy, report.Compile} {
		if blame(ex, stage(*ex, name)) {
			return
		}
	}
	if c, ok := worst(ex.Checks); ok {
		ex.Verdict, ex.Message, ex.File, ex.Line = c.Verdict, c.Message, c.File, c.Line
		return
	}
	// Inside and outside fail as a whole when the hidden tests do not compile
	// against the submission.
	for _, name := range []report.StageName{report.Inside, report.Outside, report.Race} {
		if blame(ex, stage(*ex, name)) {
			return
		}
	}
	ex.Verdict = report.NotRun
	if allRequiredPassed(ex.Checks) {
		ex.Verdict = report.Pass
	}
}

// blame gives the exercise the verdict of a stage that failed.
func blame(ex *report.Exercise, s report.Stage) bool {
	if s.Verdict == report.Pass || s.Verdict == report.NotRun {
		return false
	}
	ex.Verdict, ex.Message, ex.File, ex.Line = s.Verdict, s.Message, s.File, s.Line
	return true
}

// allRequiredPassed is false also when nothing is required.
func allRequiredPassed(checks []report.Check) bool {
	required := 0
	for _, c := range checks {
		if !c.Required {
			continue
		}
		if !c.Verdict.Passed() {
			return false
		}
		required++
	}
	return required > 0
}

// worst is the required check that decides over a failure: the first that was
// seen to fail, inside checks first because they explain more; then one that the
// grader failed at.
func worst(checks []report.Check) (report.Check, bool) {
	var found report.Check
	rank := 0
	for _, c := range checks {
		r := 0
		switch {
		case !c.Required || c.Verdict.Passed() || c.Verdict == report.NotRun:
			continue
		case c.Verdict == report.GraderError:
			r = 1
		case c.Kind == report.Outside:
			r = 2
		default:
			r = 3
		}
		if r > rank {
			found, rank = c, r
		}
	}
	return found, rank > 0
}

func stage(ex report.Exercise, name report.StageName) report.Stage {
	for _, s := range ex.Stages {
		if s.Name == name {
			return s
		}
	}
	return report.Stage{Name: name, Verdict: report.NotRun}
}
