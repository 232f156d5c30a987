package main

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
)

// noSteps says why there is nothing to show, and what to do.
func noSteps(no *grader.NoStepsError, e *course.Exercise) error {
	err := said(no)
	switch no.Reason {
	case grader.NoSuchCheck:
		return errorWithHint(err, tr.T("it can be %s", strings.Join(no.Checks, ", ")))
	case grader.OutsideCheck:
		return errorWithHint(err, tr.T("--format lanes draws it as it was seen from outside; steps have %s", strings.Join(no.Checks, ", ")))
	case grader.NoTrace:
		return errorWithHint(err, tr.T("--source moments draws what the check saw from outside"))
	case grader.NoTests:
		return errorWithHint(err, tr.T("hand in your work to have it graded, or name the hidden tests with --key if you have them"))
	case grader.Unsteady:
		return failed(err, tr.T("it takes Linux and the Go that this course was made with; `workbook doctor` says what is missing"))
	}
	return errorWithHint(err, tr.T("`%s grade %s` says more", self(), e.ID))
}
