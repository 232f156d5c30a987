package grader

import (
	"fmt"
	"slices"

	"workbook/grader/report"
)

// judge gives an exercise its verdict and its points, from its stages and checks, and
// with the verdict the message of the first thing that went wrong: what kept the checks
// from running, then the checks, then what came after them. A grader's own failure that
// is there already stands.
func judge(ex report.Exercise) report.Exercise {
	if stageOf(ex, report.Race).Verdict.Failed() {
		ex = forfeit(ex)
	}
	ex.Points = points(ex.Checks)
	if ex.Verdict == report.GraderError {
		return ex
	}
	for _, s := range ex.Stages {
		if s.Name.Info().Problems && s.Verdict.Bad() {
			return blame(ex, s)
		}
	}
	if c, ok := worst(ex.Checks); ok {
		ex.Verdict, ex.Message, ex.File, ex.Line = c.Verdict, c.Message, c.File, c.Line
		return ex
	}
	// Stages of checks fail as a whole when the hidden tests do not compile against
	// the submission. Inside explains more than outside.
	for _, s := range slices.Backward(ex.Stages) {
		if s.Name.Info().Checks && s.Verdict.Bad() {
			return blame(ex, s)
		}
	}
	for _, s := range ex.Stages {
		if s.Verdict.Bad() {
			return blame(ex, s)
		}
	}
	ex.Verdict = report.NotRun
	if allRequiredPassed(ex.Checks) {
		ex.Verdict = report.Pass
	}
	return ex
}

// blame gives the exercise the verdict of a stage.
func blame(ex report.Exercise, s report.Stage) report.Exercise {
	ex.Verdict, ex.Message, ex.File, ex.Line = s.Verdict, s.Message, s.File, s.Line
	return ex
}

// forfeit takes back the points of inside checks: in a process whose memory is raced
// for, nothing that they saw can be relied on. Where there were any it says so once,
// where the race is told, and not at each check.
func forfeit(ex report.Exercise) report.Exercise {
	ex.Stages, ex.Checks = slices.Clone(ex.Stages), slices.Clone(ex.Checks)
	had := false
	for i, c := range ex.Checks {
		if c.Kind == report.Inside {
			had = had || c.Points > 0
			ex.Checks[i].Points = 0
		}
	}
	for i, s := range ex.Stages {
		if had && s.Name == report.Race {
			ex.Stages[i].Message += " Until this stage passes the inside checks give no points, also those that passed: with a race they may see anything."
		}
	}
	return ex
}

// points are those that checks have earned.
func points(checks []report.Check) int {
	sum := 0
	for _, c := range checks {
		sum += c.Points
	}
	return sum
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
		case !c.Required || !c.Verdict.Bad():
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

// sumUp is how a stage of checks ended that ran these.
func sumUp(name report.StageName, all []report.Check) report.Stage {
	s := report.Stage{Name: name, Verdict: report.Pass}
	mine := slices.DeleteFunc(slices.Clone(all), func(c report.Check) bool { return c.Kind != name })
	passed := 0
	for _, c := range mine {
		if c.Verdict.Passed() {
			passed++
		}
	}
	if c, bad := worst(mine); bad {
		s.Verdict, s.File, s.Line = c.Verdict, c.File, c.Line
	} else if slices.ContainsFunc(mine, func(c report.Check) bool { return c.Required && !c.Verdict.Passed() }) {
		s.Verdict = report.NotRun // as far as it matters: what they need did not pass
	}
	if s.Verdict != report.Pass {
		s.Message = fmt.Sprintf("%d of %d checks passed.", passed, len(mine))
	}
	return s
}

// stageOf is how a stage of the exercise ended.
func stageOf(ex report.Exercise, name report.StageName) report.Stage {
	for _, s := range ex.Stages {
		if s.Name == name {
			return s
		}
	}
	return report.Stage{Name: name, Verdict: report.NotRun}
}
