package marking

import (
	"slices"

	"workbook/grader"
	"workbook/grader/report"
)

// toStudents is what students read of a failure of the grader: what it says itself is
// about the service's machine, which they cannot mend.
const toStudents = "The grader failed on the service's side, and that is not your fault. Your instructor can see why; hand in again when it is mended."

// Discreet is an event as students may see it.
func Discreet(e grader.Event) grader.Event {
	switch e := e.(type) {
	case grader.CheckFinished:
		e.Check = discreetCheck(e.Check)
		return e
	case grader.StageFinished:
		e.Stage = discreetStage(e.Stage)
		return e
	case grader.Provisional:
		e.Exercise = DiscreetVerdict(e.Exercise)
		return e
	case grader.Finished:
		e.Exercise = DiscreetVerdict(e.Exercise)
		return e
	}
	return e
}

// DiscreetVerdict is a verdict as students may see it: the report that they have of their
// own CI, less what a failure of the grader says about the machine.
func DiscreetVerdict(ex report.Exercise) report.Exercise {
	if ex.Verdict == report.GraderError {
		ex.Message, ex.File, ex.Line = toStudents, "", 0
	}
	ex.Stages, ex.Checks = slices.Clone(ex.Stages), slices.Clone(ex.Checks)
	for i := range ex.Stages {
		ex.Stages[i] = discreetStage(ex.Stages[i])
	}
	for i := range ex.Checks {
		ex.Checks[i] = discreetCheck(ex.Checks[i])
	}
	return ex
}

func discreetStage(s report.Stage) report.Stage {
	if s.Verdict == report.GraderError {
		s.Message, s.Output, s.File, s.Line = toStudents, "", "", 0
	}
	return s
}

func discreetCheck(c report.Check) report.Check {
	if c.Verdict == report.GraderError {
		c.Message, c.Output, c.File, c.Line = toStudents, "", "", 0
	}
	return c
}
