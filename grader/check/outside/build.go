package outside

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"workbook/grader/internal/wire"
)

// built is the subject program that the referee built itself.
var built struct {
	once sync.Once
	dir  string
	path string
	err  error
}

// subjectProgram gives the path of the program: the grader's, or else one that is
// built from ../subject.
func subjectProgram() (string, error) {
	if p := os.Getenv(wire.SubjectEnv); p != "" {
		return filepath.Abs(p) // it is started in another folder
	}
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "subject-build-*"); built.err != nil {
			return
		}
		built.path = filepath.Join(built.dir, "subject.exe")
		source := subjectSource
		out, err := exec.Command("go", "build", "-o", built.path, source).CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("go build %s: %w\n%s", source, err, out)
		}
	})
	return built.path, built.err
}

// subjectSource is where a hidden test in outside/ finds the subject program. The
// kit's own tests change it.
var subjectSource = "../subject"

func removeBuiltSubjects() {
	if built.dir != "" {
		os.RemoveAll(built.dir)
	}
}
