package grader

import (
	"fmt"
	"path/filepath"
	"slices"

	"workbook/grader/course"
	"workbook/grader/internal/names"
	"workbook/grader/report"
)

// halfOf is the folder that the tests of an exercise are in: the instructor's half, or in
// a student release the visible checks. Without either it is the learner's own, and a
// submission can only be compiled.
func halfOf(c *course.Course, id string) string {
	switch {
	case c.HasSolutions():
		return names.Solutions
	case c.HasVisible(id):
		return names.Visible
	}
	return names.Exercises
}

// testsDir is that folder of the exercise. Beside the tests lies the package that a
// submission stands in for: the reference, or with visible checks the stub.
func testsDir(c *course.Course, id string) string {
	return filepath.Join(c.Root, halfOf(c, id), id)
}

// visibleOnly reports whether no other checks than the visible ones can be run here.
func (w *work) visibleOnly() bool { return halfOf(w.shop.course, w.ex.ID) == names.Visible }

// here are the checks that can be run.
func (w *work) here() []course.Check {
	if !w.visibleOnly() {
		return w.ex.Checks
	}
	return slices.DeleteFunc(slices.Clone(w.ex.Checks), func(c course.Check) bool { return !c.Visible })
}

// enough reports whether the checks that can be run here have passed, so that what comes
// after them is worth running. Whoever asks for one stage alone has that of a part, too.
func (w *work) enough() bool {
	all := w.ledger.declared()
	if w.visibleOnly() {
		all = slices.DeleteFunc(all, func(c report.Check) bool {
			declared, _ := w.ex.Check(c.Name)
			return !declared.Visible
		})
	}
	if w.req.Alone != "" {
		all = slices.DeleteFunc(all, func(c report.Check) bool { return c.Verdict == report.NotRun })
	}
	return allRequiredPassed(all)
}

// withholdHidden says of the checks that are not here that they were not run, and why
// nothing can pass: what was not run is not passed.
func (w *work) withholdHidden() {
	n, all := len(w.here()), len(w.ex.Checks)
	w.ledger.withhold(fmt.Sprintf("Only the %d visible of %d checks can be run here. The others are hidden: hand in your work to have it graded by all of them.", n, all),
		"Hidden: your instructor has it run on what you hand in.", func(c course.Check) bool { return !c.Visible })
}
