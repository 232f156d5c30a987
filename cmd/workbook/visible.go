package main

import (
	"slices"

	"workbook/grader/course"
	"workbook/grader/report"
)

// visibleExit is the exit code of who is content with the visible checks: 0 when nothing
// failed and each of these has passed. An exercise without any has to compile.
func visibleExit(c *course.Course, rep *report.Report) int {
	for _, ex := range rep.Exercises {
		if ex.Verdict.Bad() {
			return rep.ExitCode()
		}
		e, err := c.Exercise(ex.ID)
		if err != nil || !visiblePassed(e, ex) {
			return exitNotPassed
		}
	}
	return exitOK
}

func visiblePassed(e *course.Exercise, ex report.Exercise) bool {
	read := !slices.ContainsFunc(ex.Stages, func(s report.Stage) bool { return s.Name.Info().Problems && !s.Verdict.Passed() })
	return read && !slices.ContainsFunc(ex.Checks, func(c report.Check) bool {
		declared, _ := e.Check(c.Name)
		return declared.Visible && c.Required && !c.Verdict.Passed()
	})
}
