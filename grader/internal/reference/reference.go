// Package reference puts the reference solution of an exercise in the submission's
// place, to see whether a failure is the submission's or the machine's.
//
// A check that failed because time ran out says something about the code, or about
// the machine. The control tells which: the reference, in the same check, with the
// same limits and inputs. Where it passes, the failure is the submission's. Where it
// fails, both are tried again with nothing of this grading beside them, and when the
// reference goes on failing nobody can tell. [Control] does that for runs, and
// [Solution.Sure] for builds.
//
// A process that takes part in this is not trusted with more than before. It may
// claim that its failure is unsure, or the grader's, and what it gets is a control
// that passes. It can earn another run only while the reference fails as well, and
// that run passes only as any other does: by doing what the check asks for.
package reference

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"workbook/grader/build"
	"workbook/grader/internal/fault"
	"workbook/grader/report"
)

// A Solution is the reference of an exercise, of which programs are made when they are
// first asked for. It is safe for concurrent use.
type Solution struct {
	Dir string // with the hidden tests beside it

	mu       sync.Mutex
	compiled *build.Build
	programs map[report.StageName]string
}

// Files reads the source of the reference in a folder, without the hidden tests.
func Files(dir string) ([]build.File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the reference: %w", err)
	}
	var files []build.File
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) != ".go" || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("reading the reference: %w", err)
		}
		files = append(files, build.File{Name: e.Name(), Data: data})
	}
	if len(files) == 0 {
		return nil, errors.New("there is no reference in " + dir)
	}
	return files, nil
}

// A Compile compiles what stands in the submission's place.
type Compile func(context.Context, []build.File) (*build.Build, error)

// Program gives the program that checks of a kind run. It is kept as long as the
// Solution; a failure is not.
func (s *Solution) Program(ctx context.Context, kind report.StageName, compile Compile) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if path, ok := s.programs[kind]; ok {
		return path, nil
	}
	if s.compiled == nil {
		files, err := Files(s.Dir)
		if err != nil {
			return "", err
		}
		if s.compiled, err = compile(ctx, files); err != nil {
			return "", err
		}
	}
	link := s.compiled.Inside
	if kind == report.Outside {
		link = s.compiled.Subject
	}
	path, err := link(ctx)
	if err != nil {
		return "", err
	}
	if s.programs == nil {
		s.programs = map[report.StageName]string{}
	}
	s.programs[kind] = path
	return path, nil
}

// Sure looks at the error of a build. Where it says nothing certain about the
// submission, the reference is built as well: when that fails, here and now, it is the
// machine's fault. then is what comes after compiling; it may be nil.
func (s *Solution) Sure(ctx context.Context, err error, compile Compile, then func(*build.Build) error) error {
	if !fault.Uncertain(err) {
		return err
	}
	files, readErr := Files(s.Dir)
	if readErr != nil {
		return readErr
	}
	control, controlErr := compile(ctx, files) // anew, because what is asked is how it goes now
	if controlErr == nil {
		defer control.Remove()
		if then != nil {
			controlErr = then(control)
		}
	}
	switch {
	case controlErr == nil:
		return err
	case errors.As(controlErr, new(*build.Exceeded)):
		return errors.New("this machine was too busy to tell: the reference solution took too long to build as well; grade again")
	default:
		return fmt.Errorf("the reference solution does not build here either: %v", controlErr) // no Failure any more
	}
}
