package grader

import (
	"context"
	"errors"

	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/report"
)

// A stage is a line of the pipeline: what it does, and as which stages of a report
// it is told. run tells the ledger how each of them ended, also why one was not run.
//
// A stage of a report may have two lines; it is told once. Policy looks at the source,
// waits while the compiler finds out whether there are any types, and looks at these.
// Inside passes, and has its passes tried another time beside the race stage.
type stage struct {
	tells []report.StageName
	run   func(context.Context, *work) error // errStop ends the grading, with the reason told
	// unrun is told of a stage that had begun in a line before, when something between
	// the two ended the grading.
	unrun string
}

// pipeline is how a verdict is reached, in this order. What a stage is for the reader of a
// report says [report.Stages].
var pipeline = []stage{
	{tells: []report.StageName{report.Read}, run: readSource},
	{tells: []report.StageName{report.Policy}, run: checkSource},
	{tells: []report.StageName{report.Compile}, run: compile},
	{tells: []report.StageName{report.Policy}, run: checkTypes, unrun: "What the code uses is looked at once it compiles."},
	{tells: []report.StageName{report.Outside, report.Inside, report.Schedules, report.Race}, run: needHiddenTests},
	{tells: []report.StageName{report.Outside, report.Inside}, run: runChecks},
	{tells: []report.StageName{report.Inside, report.Schedules, report.Race}, run: runAgain},
}

// grade brings one submission to its verdict. The only error is that ctx ended.
func grade(ctx context.Context, shop *workshop, sub Submission, req Request, on func(Event)) (report.Exercise, error) {
	return gradeBy(ctx, shop, sub, req, on, pipeline)
}

// gradeBy is grade with other stages than all.
func gradeBy(ctx context.Context, shop *workshop, sub Submission, req Request, on func(Event), stages []stage) (report.Exercise, error) {
	ex, err := shop.course.Exercise(sub.Exercise)
	draft := new(course.DraftError)
	switch {
	case errors.As(err, &draft):
		ex = &course.Exercise{ID: draft.Draft.ID, Title: draft.Draft.Title}
	case err != nil:
		ex = &course.Exercise{ID: sub.Exercise}
	}
	w := newWork(shop, ex, sub.Dir, req, on)
	w.known = sub.Known
	switch {
	case err != nil:
	case sub.Missing != "":
		w.nothingToGrade(sub.Missing)
	default:
		err = w.run(ctx, stages)
	}
	if ctx.Err() != nil {
		return report.Exercise{}, ctx.Err()
	}
	switch {
	case err == nil || errors.Is(err, errStop):
	case errors.As(err, &draft):
		w.ledger.fail(err.Error()) // the course's fault, and neither the grader's nor the learner's
	default:
		w.ledger.fail(fault.Sentence("The grader failed", err))
	}
	return w.ledger.conclude(), nil
}

// run goes through stages until one ends the grading.
func (w *work) run(ctx context.Context, stages []stage) error {
	defer w.cleanUp()
	for i, s := range stages {
		if err := s.run(ctx, w); err != nil {
			w.leaveOut(stages[i+1:])
			return err
		}
	}
	return nil
}

// leaveOut ends what had begun and does not go on.
func (w *work) leaveOut(stages []stage) {
	for _, s := range stages {
		for _, name := range s.tells {
			if s.unrun != "" && w.ledger.unfinished(name) {
				w.ledger.finish(report.Stage{Name: name, Verdict: report.NotRun, Message: s.unrun})
			}
		}
	}
}
