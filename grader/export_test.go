package grader

import (
	"context"

	"workbook/grader/build"
	"workbook/grader/jail"
	"workbook/grader/picture"
	"workbook/grader/steps"
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
	p, _, err := Draw(ctx, turnless{g}, sub, check, 0, func() (*picture.Picture, error) { return g.moments(ctx, sub, check) })
	return p, err
}

// A turnless grader is on a system on which goroutines cannot take turns.
type turnless struct{ *Grader }

func (turnless) Steps(context.Context, Submission, string, uint64) (*steps.Run, error) {
	return nil, &NoStepsError{Reason: Unsteady}
}
