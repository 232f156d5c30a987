package grader

import "workbook/grader/report"

// An Event is something that happened while a submission was graded:
// [StageStarted], [CheckFinished], [StageFinished], [Provisional] or [Finished].
// Events of one submission arrive in order.
type Event interface{ isEvent() }

// StageStarted says that a stage has begun.
type StageStarted struct {
	Exercise string // id
	Stage    report.StageName
}

// CheckFinished says how one check ended. A check that the race stage runs again
// is not reported a second time.
type CheckFinished struct {
	Exercise string
	Stage    report.StageName
	Check    report.Check
}

// StageFinished says how a stage ended. Stages that are never started come as a
// StageFinished with the verdict NotRun.
type StageFinished struct {
	Exercise string
	Stage    report.Stage
}

// Provisional carries a pass that stands on every stage but race, which has yet
// to come and may still turn it into a failure.
type Provisional struct{ Exercise report.Exercise }

// Finished carries the verdict on one submission. Nothing follows it for that
// submission.
type Finished struct{ Exercise report.Exercise }

func (StageStarted) isEvent()  {}
func (CheckFinished) isEvent() {}
func (StageFinished) isEvent() {}
func (Provisional) isEvent()   {}
func (Finished) isEvent()      {}
