package grader

import "workbook/grader/report"

// An Event is something that happened while a submission was graded:
// [Queued], [StageStarted], [CheckFinished], [StageFinished], [Provisional] or [Finished].
// Events of one submission arrive in order.
type Event interface{ isEvent() }

// Queued says that a submission waits for its turn. A [Grader] begins at once and never
// tells it; a service that grades for many does, and tells it again as the queue gets
// shorter.
type Queued struct {
	Exercise string // id
	Ahead    int    // gradings that begin before this one
}

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

// Provisional carries a pass that may still turn into a failure: the race stage has
// yet to come, and the second run of the inside checks. A check that fails in that
// comes as a second CheckFinished, and its stage as a second StageFinished.
type Provisional struct{ Exercise report.Exercise }

// Finished carries the verdict on one submission. Nothing follows it for that
// submission.
type Finished struct{ Exercise report.Exercise }

func (Queued) isEvent()        {}
func (StageStarted) isEvent()  {}
func (CheckFinished) isEvent() {}
func (StageFinished) isEvent() {}
func (Provisional) isEvent()   {}
func (Finished) isEvent()      {}
