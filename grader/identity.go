package grader

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
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
