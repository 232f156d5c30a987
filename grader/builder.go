package grader

import (
	"context"
	"errors"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/reference"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A builder builds submissions to one exercise, and the reference where it must be
// known what the machine has to do with a failure.
type builder struct {
	shop *workshop
	ex   *course.Exercise
}

// compile compiles a submission. An archive may have been trimmed from the build
// cache since the harness was made, so a failure that is not the submission's is
// tried again with a new harness.
func (b builder) compile(ctx context.Context, files []build.File, race bool) (*build.Build, error) {
	return b.compileBy(ctx, race, func(h *build.Harness) (*build.Build, error) { return h.Compile(ctx, b.shop.jail, files) })
}

// compileWithPoints is compile for runs under schedules.
func (b builder) compileWithPoints(ctx context.Context, files []build.File) (*build.Build, error) {
	return b.compileBy(ctx, false, func(h *build.Harness) (*build.Build, error) { return h.CompileWithPoints(ctx, b.shop.jail, files) })
}

func (b builder) compileBy(ctx context.Context, race bool, compile func(*build.Harness) (*build.Build, error)) (*build.Build, error) {
	h, err := b.shop.harnesses.of(ctx, b.ex, race, nil)
	if err != nil {
		return nil, err
	}
	made, err := compile(h)
	if points := new(build.NoPoints); errors.As(err, &points) {
		return nil, err // also the next harness would have none: it is kept for the next save
	}
	if err = fault.Machine(err); err != nil && ctx.Err() == nil && !fault.Submission(err) {
		b.shop.harnesses.forget(b.ex.ID, race)
		if h, err = b.shop.harnesses.of(ctx, b.ex, race, nil); err != nil {
			return nil, err
		}
		made, err = compile(h)
		err = fault.Machine(err)
	}
	return made, b.sure(ctx, err, race, nil)
}

// sure looks at the error of a build; see [reference.Solution.Sure].
func (b builder) sure(ctx context.Context, err error, race bool, then func(*build.Build) error) error {
	if !fault.Uncertain(err) || !b.shop.course.HasSolutions() {
		return err
	}
	h, harnessErr := b.shop.harnesses.of(ctx, b.ex, race, nil)
	if harnessErr != nil {
		return harnessErr
	}
	return b.solution(race, false).Sure(ctx, err, func(ctx context.Context, files []build.File) (*build.Build, error) {
		return h.Compile(ctx, b.shop.jail, files)
	}, then)
}

// reference gives the reference's program for checks of a kind.
func (b builder) reference(ctx context.Context, kind report.StageName, race bool) (string, error) {
	return b.solution(race, false).Program(ctx, kind, func(ctx context.Context, files []build.File) (*build.Build, error) {
		return b.compile(ctx, files, race)
	})
}

// referenceWithPoints gives the reference's program for inside checks under schedules.
func (b builder) referenceWithPoints(ctx context.Context) (string, error) {
	return b.solution(false, true).Program(ctx, report.Inside, b.compileWithPoints)
}

func (b builder) solution(race, points bool) *reference.Solution {
	return b.shop.references.of(referenceKey{b.shop.harnesses.key(b.ex.ID, race), points}, b.shop.course.SolutionDir(b.ex.ID))
}

// files are the submission's, as they were read.
func files(src *policy.Source) []build.File {
	var out []build.File
	for _, f := range src.Files {
		out = append(out, build.File(f))
	}
	return out
}
