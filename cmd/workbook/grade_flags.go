package main

import (
	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// gradeFlags are what the flags of grade say.
type gradeFlags struct {
	all       bool
	from      string
	who       string
	format    report.Format
	output    string
	race      grader.RaceMode
	schedules grader.Schedules
	schedule  uint64 // the number of one, or 0
	seed      uint64

	untrusted bool
	visible   bool
	key       string
	isolation jail.Level
}

// check finds what is wrong with the command before anything is done.
func (f gradeFlags) check(args []string) error {
	switch {
	case f.all && len(args) > 0:
		return errorWithHint(tr.Errorf("--all grades every exercise, and %s is named as well", args[0]), tr.T("leave one of the two out"))
	case !f.all && len(args) == 0:
		return errorWithHint(tr.Errorf("grade needs an exercise"),
			tr.T("for instance `%s grade 01`, or --all for every one; `%s list` shows them", self(), self()))
	case f.visible && f.key != "":
		return errorWithHint(tr.Errorf("--visible is content with the visible checks, and --key has them all run"), tr.T("leave one of the two out"))
	case f.untrusted && f.isolation == jail.L1:
		return errorWithHint(tr.Errorf("--untrusted needs isolation %v or better, and --isolation %v is weaker", jail.L2, jail.L1),
			tr.T("leave --isolation out for the best that this machine has"))
	case f.untrusted && f.race == grader.RaceOff:
		return errorWithHint(tr.Errorf("--untrusted insists on the race stage, and --race off leaves it out"),
			tr.T("leave one of the two out"))
	}
	return nil
}

// underSchedules is what the flags say of schedules.
func (f gradeFlags) underSchedules() grader.Schedules {
	if f.schedule != 0 {
		return grader.Schedules{First: f.schedule, Count: 1}
	}
	return f.schedules
}

// raceMode is what the flags say of the race stage. Work that nobody vouches for is not
// graded without it: a race is a fault that checks need not show.
func (f gradeFlags) raceMode() grader.RaceMode {
	if f.untrusted && f.race == grader.RaceAuto {
		return grader.RaceOn
	}
	return f.race
}

// options are what the flags mean to the grader.
func (f gradeFlags) options() grader.Options {
	o := grader.Options{Level: f.isolation}
	if f.untrusted {
		o.Least = jail.L2
	}
	return o
}

// toFile reports whether the report goes to a file: - is standard output, as elsewhere.
func (f gradeFlags) toFile() bool { return f.output != "" && f.output != "-" }
