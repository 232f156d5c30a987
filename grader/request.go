package grader

import (
	"time"

	"workbook/grader/report"
)

// A RaceMode says what the race stage is for.
type RaceMode string

// The race modes. The zero value means RaceAuto.
const (
	RaceAuto RaceMode = "auto" // run it when there is a C compiler, say so when there is not
	RaceOn   RaceMode = "on"   // a missing C compiler is a grader_error
	RaceOff  RaceMode = "off"  // do not run it
)

// Schedules says under how many schedules the inside checks run that have passed. The
// zero value leaves the stage out.
type Schedules struct {
	Count uint64        `json:"count"`           // for each check
	For   time.Duration `json:"for,omitempty"`   // bounds the time of all checks together; 0 is no bound
	First uint64        `json:"first,omitempty"` // the number of the first, and Count that follow it; 0 derives it from the seed
}

// DefaultSchedules are those where somebody waits for the verdict.
var DefaultSchedules = Schedules{Count: 32, For: 500 * time.Millisecond}

// ClassSchedules are those of a class: the same for everybody, and as many on a busy
// machine as on a quiet one.
var ClassSchedules = Schedules{Count: 64, First: 1}

// A Submission is one learner's answer to one exercise.
type Submission struct {
	Exercise string // id
	Dir      string // the folder with the .go files; empty means the course's own exercises/ID
	Student  string // whose it is, for the report; may be empty
	Missing  string // why there is nothing to grade, as a sentence; the exercise is not run then
	// Known are schedules under which checks of it have failed before, by the check's
	// name. Where schedules are tried, they come first.
	Known map[string]uint64
}

// A Request says what to grade and how.
type Request struct {
	Submissions []Submission
	Race        RaceMode
	Schedules   Schedules
	Seed        uint64 // of random inputs; 0 chooses one
	// Runs is how often each check is run, each time with the next seed; 0 means
	// once. A check has the outcome of the first run that did not pass, and the
	// race stage runs once. It shows an instructor whether a check is flaky.
	Runs int
	// Processors are values of GOMAXPROCS for the submission: Runs are done with the
	// first, then as many with the second, and the race stage runs once with each.
	// Nil leaves it to the runtime.
	Processors []int
	// Checks are the only ones to run, with those that they need; nil is all. What is
	// not run is not passed, so no submission passes by a part.
	Checks []string
	// without has them run without those that they need: how one looks that cannot pass is
	// worth a picture.
	without bool
	// Alone is the only one to look again at checks that have passed: report.Schedules or
	// report.Race. Empty is all that can: these two, and runs on all processors. They look
	// at once, and the first to fail ends the others, so that who wants to know what one of
	// them sees asks it alone. It looks at Checks, too, when these are not all.
	Alone report.StageName
	// FailFast ends the grading of a submission with the first required check
	// that fails; the others are not run.
	FailFast bool
	// Fresh has the work graded also by who keeps verdicts and has one on it. A [Grader]
	// keeps none; what grades on other machines does.
	Fresh bool
}
