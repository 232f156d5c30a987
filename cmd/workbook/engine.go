package main

import (
	"errors"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
)

// said has an error of the engine said in the language in use, when it is one that people
// meet: the engine gives what it is about, and the sentence is made here. Any other is as
// the engine has it.
func said(err error) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all := joined.Unwrap()
		for i, one := range all {
			all[i] = said(one)
		}
		return errors.Join(all...)
	}
	switch e := err.(type) {
	case *course.NotFoundError:
		return &inWords{notFound(e), err}
	case *course.NoCourseError:
		return &inWords{tr.T("no course here: neither %s nor a folder above it holds exercises/course.toml; change to the folder that you cloned and try again", e.From), err}
	case *course.DraftError:
		return &inWords{tr.T("%s is a draft, and cannot be used before this is mended:\n%v", e.Draft.ID, e.Draft.Problems), err}
	case *grader.NoStepsError:
		return &inWords{noStepsText(e), err}
	case *jail.MissingError:
		return &inWords{tr.T("isolation %v is asked for, and this machine has %v: %s", e.Level, e.Have, e.Why), err}
	}
	return err
}

// Why there may be no trace, as the engine has it.
var _ = [...]string{
	tr.Mark("the run does too much for a trace of it to be kept"),
	tr.Mark("the process ended before its trace did"),
}

func noStepsText(e *grader.NoStepsError) string {
	switch e.Reason {
	case grader.NoSuchCheck:
		return tr.T("there is no check %s", e.Check)
	case grader.OutsideCheck:
		return tr.T("%s has no schedules: it talks to a real process, which has all processors", e.Check)
	case grader.NoTests:
		return tr.T("this copy of the course has no hidden tests that could be run under a schedule")
	case grader.Unsteady:
		return tr.T("goroutines cannot be made to take turns on this machine: %s", e.Detail)
	case grader.NoTrace:
		return tr.T("there is no trace of this run: %s", tr.Text(e.Detail))
	}
	return tr.T("the code cannot be run yet: %s", e.Detail)
}

func notFound(e *course.NotFoundError) string {
	near := strings.Join(e.Suggestions, ", ")
	switch {
	case e.Ambiguous:
		return tr.T("%q could be any of %s; write more of it", e.ID, near)
	case len(e.Suggestions) == 1:
		return tr.T("there is no exercise %q; did you mean %s?", e.ID, near)
	case len(e.Suggestions) > 1:
		return tr.T("there is no exercise %q; did you mean one of %s?", e.ID, near)
	}
	return tr.T("there is no exercise %q; workbook list shows them", e.ID)
}

// inWords is an error with another sentence.
type inWords struct {
	text string
	err  error
}

func (e *inWords) Error() string { return e.text }
func (e *inWords) Unwrap() error { return e.err }
