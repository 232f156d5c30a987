package grader

import (
	"context"

	"workbook/grader/policy"
	"workbook/grader/report"
)

// Look reads a submission and runs nothing of it. It gives what is to be graded, read
// once; or the verdict, when reading comes to one: there is nothing, or it is refused as
// it was handed in, or the course has no such exercise. Whoever has it graded elsewhere
// sends what was read, and so a machine without walls can look.
func (g *Grader) Look(ctx context.Context, sub Submission, req Request) (*policy.Source, *report.Exercise, error) {
	var src *policy.Source
	keep := func(_ context.Context, w *work) error {
		src = w.src
		return nil
	}
	ex, err := gradeBy(ctx, g.workshop, sub, req, nobody, []stage{pipeline[0], {run: keep}})
	if err != nil {
		return nil, nil, err
	}
	if src != nil {
		return src, nil, nil
	}
	g.sign(&ex, sub)
	return nil, &ex, nil
}

// nobody hears what happens.
func nobody(Event) {}
