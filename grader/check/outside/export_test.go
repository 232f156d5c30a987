package outside

import (
	"os"
	"time"
)

func init() { subjectSource = "../internal/broken/subject" }

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
