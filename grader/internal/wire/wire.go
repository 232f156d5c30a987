// Package wire is the protocol between a process that runs hidden checks and the
// grader: one JSON [Record] a line, over an inherited pipe. Standard output is
// never part of it, because the code under test may print what it likes.
package wire

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"

	"workbook/grader/report"
)

// The environment of a process that runs hidden checks.
const (
	// ResultEnv holds the file descriptor (on Windows: the handle) of the pipe
	// that results are written to. Unset: a plain `go test`, nothing is written.
	ResultEnv = "WORKBOOK_RESULT_FD"
	// SeedEnv holds the seed of random inputs, in decimal, of a plain `go test`.
	SeedEnv = "WORKBOOK_SEED"
	// SubjectEnv holds the path of the subject program, for outside checks.
	// Unset: the referee builds it itself.
	SubjectEnv = "WORKBOOK_SUBJECT"
)

// A Task says which check to run and what its random inputs come from. It comes on
// standard input, and is read when the hidden test begins: what the code under test
// does while the program starts can neither see it nor, by way of arguments and
// flags, change it.
type Task struct {
	Check string `json:"check"` // the test function's name
	Seed  uint64 `json:"seed"`
}

// ReadTask reads the task of this process.
func ReadTask(r io.Reader) (Task, error) {
	var t Task
	if err := json.NewDecoder(r).Decode(&t); err != nil {
		return Task{}, fmt.Errorf("reading the task: %w", err)
	}
	return t, nil
}

// Encode gives a task as a process reads it.
func (t Task) Encode() []byte {
	b, err := json.Marshal(t)
	if err != nil {
		panic(err) // a string and a number always encode
	}
	return b
}

// A Record is the outcome of one check. A process writes at most one for each
// check; a check without a record did not pass.
type Record struct {
	Check      string          `json:"check"`   // the test function's name
	Verdict    report.Verdict  `json:"verdict"` // Pass, Fail, Timeout, Crash, Memory or GraderError
	Message    string          `json:"message,omitempty"`
	File       string          `json:"file,omitempty"`
	Line       int             `json:"line,omitempty"`
	Near       string          `json:"near,omitempty"` // another file and line to look at, when this one is not known
	NearLine   int             `json:"near_line,omitempty"`
	Sent       string          `json:"sent,omitempty"`
	Got        string          `json:"got,omitempty"`
	Expected   string          `json:"expected,omitempty"`
	Output     string          `json:"output,omitempty"` // of a subject program; an inside check's own output is seen by the grader
	Events     []report.Moment `json:"events,omitempty"`
	DurationMS int64           `json:"duration_ms"`
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
	v, ok := os.LookupEnv(ResultEnv)
	if !ok {
		return nil, nil
	}
	fd, err := strconv.ParseUint(v, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%s=%q is not a file descriptor: %w", ResultEnv, v, err)
	}
	return os.NewFile(uintptr(fd), "results"), nil
}

// Write appends one record in a single write.
func Write(w io.Writer, r Record) error {
	b, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding the result of %s: %w", r.Check, err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
