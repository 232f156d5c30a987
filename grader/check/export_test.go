package check

import (
	"os"
	"strings"
	"time"

	"workbook/grader/internal/names"
	"workbook/grader/internal/trace"
)

// The package that the kit's own tests take for a submission, and an exercise that they
// make up traces of.
func init() {
	made := names.Of("workbook/solutions/01_echo")
	isLearner = func(f trace.Frame) bool {
		return strings.HasSuffix(f.File, "check/internal/broken/broken.go") || made.Learner(f)
	}
}

func init() { subjectSource = "./internal/broken/subject" }

// BuildSubject gives the path of the subject program.
func BuildSubject() (string, error) { return subjectProgram() }

// PID is the process id of the subject program.
func (s *Subject) PID() int { return s.cmd.Process.Pid }

// A case that is about an event that does not come need not wait long for it.
func init() {
	if d, err := time.ParseDuration(os.Getenv("CHECK_TEST_PATIENCE")); err == nil {
		patienceOutside = d
	}
	if d, err := time.ParseDuration(os.Getenv("CHECK_TEST_PATIENCE_START")); err == nil {
		patienceStart = d
	}
}

// GiveMachine sets how much of the machine's time AwaitOutside gives, and returns
// what sets it back.
func GiveMachine(d time.Duration) (restore func()) {
	before := patienceMachine
	patienceMachine = d
	return func() { patienceMachine = before }
}

// Does says what the goroutine of a dump does.
func Does(dump string) string { return does(trace.ParseGoroutines([]byte(dump))[0]) }

// drawing is a C that can draw random inputs, and no more.
func drawing(seed uint64, name string) *C {
	return &C{rng: random(seed, name), bulk: newBulk(seed, name)}
}
