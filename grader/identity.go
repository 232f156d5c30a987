package grader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
)

// Identity names what a verdict on the exercise depends on besides the submission: the
// hidden tests, exercise.toml, Go, and this program. While it stays the same, grading
// the same submission again can only say what luck decides. It is not cheap, and the
// same on every machine that has the same of all this.
func (g *Grader) Identity(ctx context.Context, exercise string) (string, error) {
	ex, err := g.course.Exercise(exercise)
	if err != nil {
		return "", err
	}
	h, err := g.harnesses.of(ctx, ex, false, nil)
	if err != nil {
		return "", err
	}
	made, err := h.Identity(ctx)
	if err != nil {
		return "", err
	}
	declared, err := json.Marshal(ex)
	if err != nil {
		return "", fmt.Errorf("encoding an exercise: %w", err)
	}
	program, err := program()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n%s\n%s\n", made, declared, program)
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// A Version is what a grader itself adds to a verdict. Two graders of one version and one
// [Grader.Identity] of an exercise come to the same verdicts on it.
type Version struct {
	Program  string `json:"program"`  // hash of the program
	Go       string `json:"go"`       // that builds submissions: "go1.26.8"
	Platform string `json:"platform"` // "linux/amd64"
}

// Version is that of this grader.
func (g *Grader) Version() (Version, error) {
	name, err := program()
	return Version{Program: name, Go: g.tools.Version, Platform: runtime.GOOS + "/" + runtime.GOARCH}, err
}

// program is the hash of this program, which is the version of the grader.
var program = sync.OnceValues(func() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("looking for this program: %w", err)
	}
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("reading this program: %w", err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", fmt.Errorf("reading this program: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
})
