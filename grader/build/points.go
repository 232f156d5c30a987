package build

import (
	"context"
	"go/token"

	"workbook/grader/internal/instrument"
	"workbook/grader/internal/names"
	"workbook/grader/jail"
)

// A Point is a place in a submission at which another goroutine may go on.
type Point = instrument.Point

// Points are those of a build by [Harness.CompileWithPoints], by their numbers.
func (b *Build) Points() []Point { return b.points }

// A NoPoints is the error of a source that no points can be put into. It does not compile,
// as a rule, which the compiler says better.
type NoPoints struct{ Err error }

func (e *NoPoints) Error() string { return "putting points into the code: " + e.Err.Error() }

func (e *NoPoints) Unwrap() error { return e.Err }

// CompileWithPoints compiles the submission's package with points in it, at which a check
// under a schedule may let another goroutine go on; see package point. What else it
// does is what [Harness.Compile] gives, and so are its errors: a submission that
// compiles without points compiles with them, unless that takes too much. It is an error
// where there are no steady runs: under a schedule nobody else may say who runs.
func (h *Harness) CompileWithPoints(ctx context.Context, j jail.Jail, files []File) (*Build, error) {
	if h.unsteady != nil {
		return nil, h.unsteady
	}
	var plain []instrument.File
	for _, f := range files {
		plain = append(plain, instrument.File(f))
	}
	changed, points, err := instrument.Source(plain, h.Importer(token.NewFileSet()), names.KitPackage("point"))
	if err != nil {
		return nil, &NoPoints{err}
	}
	files = nil
	for _, f := range changed {
		files = append(files, File(f))
	}
	b, err := h.Compile(ctx, j, files)
	if err != nil {
		return nil, err
	}
	b.points = points
	return b, nil
}
