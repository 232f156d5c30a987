package check

import (
	"strings"

	"workbook/grader/internal/trace"
)

// The package that the kit's own tests take for a submission.
func init() {
	isLearner = func(f trace.Frame) bool {
		return strings.HasPrefix(f.Package(), "workbook/grader/check/internal/broken") || trace.Learner(f)
	}
}

func init() { subjectSource = "./internal/broken/subject" }
