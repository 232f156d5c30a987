// Package wire is the protocol between a process that runs hidden checks and the
// grader: one JSON [Record] a line, over an inherited pipe. Standard output is
// never part of it, because the code under test may print what it likes.
package wire

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"workbook/grader/check/before"
	"workbook/grader/report/outcome"
)

// The environment of a process that runs hidden checks.
const (
	// ResultEnv and TaskEnv hold descriptors; see package before, which takes them away.
	ResultEnv = before.ResultEnv
	TaskEnv   = before.TaskEnv
	// SeedEnv holds the seed of random inputs, in decimal, of a plain `go test`.
	SeedEnv = "WORKBOOK_SEED"
	// SubjectEnv holds the path of the subject program, for outside checks.
	// Unset: the referee builds it itself.
	SubjectEnv = "WORKBOOK_SUBJECT"
)

// A Task says which check to run and what its random inputs come from.
//
// What the code under test does while the program starts (the values of its
// variables, its init functions, the goroutines that these leave) can neither see
// it nor change it:
//
//   - It is not there. The grader sends it when the process asks, and the process
//     asks in [TakeTask], which the kit's Main calls when all packages are
//     initialised. Before that it is in no memory and in no pipe of the process;
//     arguments, flags, environment and standard input never hold it.
//   - The descriptors to ask and to read by are closed as soon as it is read.
//   - Nothing names them. Package before is initialised before the code under test,
//     which is compiled with an import of it, whatever the course's module is called;
//     it takes the numbers out of the environment then.
//   - Who asks all the same, by guessing, needs package os or syscall for it, which
//     policy takes away; and he shows: the grader counts, and a task that was asked
//     for twice is no pass. Only one who can in addition keep Main from asking
//     has the task in secret, and he owns the process, its results pipe included.
//
// The price is one byte and one answer over a pipe, some microseconds.
type Task struct {
	Check string // the test function's name, or several, with [Several] between them
	Seed  uint64
	Again bool // what has passed is run in another way
	// Schedules are those that the check runs under, one after the other, where the
	// code under test was built with points; none for a run that has none.
	Schedules Schedules
	// Record has a run under one schedule recorded: see [Frame]. It is what frames are
	// marked with, in letters and digits; empty for a run of which there is no record.
	Record string
	// Trace has the run traced by Go's execution tracer instead, with Record as the mark.
	Trace bool
	// Package is the import path of the code under test, by which the kit knows its
	// frames in a stack trace. It is no secret: the program is full of it.
	Package string
}

// Several stands between the names of checks that one process runs one after the other.
const Several = "|"

// Schedules are consecutive numbers of schedules; see package point.
type Schedules struct {
	First, Count uint64
	// For bounds the time, on the machine's clock, after which no further one begins but
	// the second; 0 is no bound.
	For time.Duration
}

// TakeTask asks for the task of this process, and reads it.
func TakeTask() (Task, error) {
	from, ask, _ := strings.Cut(before.Taken(TaskEnv), " ")
	r, err := open(TaskEnv, from)
	if err != nil {
		return Task{}, err
	}
	defer r.Close()
	w, err := open(TaskEnv, ask)
	if err != nil {
		return Task{}, err
	}
	defer w.Close()
	if _, err := w.Write([]byte{'?'}); err != nil {
		return Task{}, fmt.Errorf("asking for the task: %w", err)
	}
	return ReadTask(r)
}

// A Record is the outcome of one check. A process writes at most one for each
// check; a check without a record did not pass.
type Record struct {
	Check      string           `json:"check"`   // the test function's name
	Verdict    outcome.Verdict  `json:"verdict"` // Pass, Fail, Timeout, Crash, Memory or GraderError
	Message    string           `json:"message,omitempty"`
	File       string           `json:"file,omitempty"`
	Line       int              `json:"line,omitempty"`
	Near       string           `json:"near,omitempty"` // another file and line to look at, when this one is not known
	NearLine   int              `json:"near_line,omitempty"`
	Sent       string           `json:"sent,omitempty"`
	Got        string           `json:"got,omitempty"`
	Expected   string           `json:"expected,omitempty"`
	Output     string           `json:"output,omitempty"` // of a subject program; an inside check's own output is seen by the grader
	Events     []outcome.Moment `json:"events,omitempty"`
	DurationMS int64            `json:"duration_ms"`
	// Schedule is the last schedule that the check ran under, and Schedules how many it
	// has run under; zero for a run without.
	Schedule  uint64 `json:"schedule,omitempty"`
	Schedules uint64 `json:"schedules,omitempty"`
	// Exited says that a process ended by itself, without a crash, and too early: the
	// grader then looks for who ended it.
	Exited bool `json:"exited,omitempty"`
	// Unsure says that the machine may be the reason for a failure: time ran out
	// on its clock, or a process did not come up. The grader then sees whether the
	// reference does better. It makes a pass of nothing.
	Unsure bool `json:"unsure,omitempty"`
}

// MaxRecord is the size in bytes over which a record is not read.
const MaxRecord = 1 << 20

// Open returns the result pipe named by the environment, or nil when there is none.
func Open() (io.WriteCloser, error) {
	number := before.Taken(ResultEnv)
	if number == "" {
		return nil, nil
	}
	return open(ResultEnv, number)
}

func open(name, number string) (*os.File, error) {
	fd, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%s: %q is not a file descriptor: %w", name, number, err)
	}
	return os.NewFile(uintptr(fd), name), nil
}
