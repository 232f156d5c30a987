package grader

import (
	"context"

	"workbook/grader/build"
	"workbook/grader/jail"
	"workbook/grader/picture"
)

// WrapJail puts something between g and its jail.
func (g *Grader) WrapJail(wrap func(jail.Jail) jail.Jail) { g.jail = wrap(g.jail) }

// HarnessOf is what an exercise is built with at the moment.
func (g *Grader) HarnessOf(ctx context.Context, id string) (*build.Harness, error) {
	ex, err := g.course.Exercise(id)
	if err != nil {
		return nil, err
	}
	return g.harnesses.of(ctx, ex, false, nil)
}

// PictureWithoutTurns is [Grader.Picture] on a system on which goroutines cannot take turns.
func (g *Grader) PictureWithoutTurns(ctx context.Context, sub Submission, check string) (*picture.Picture, error) {
	return g.unrecorded(ctx, sub, check, &NoStepsError{Reason: Unsteady})
}
