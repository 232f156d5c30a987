package remote

import (
	"context"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A Grader grades the learner's own exercises on a service.
type Grader struct {
	Service *Service
	Course  *course.Course
}

// Grade hands in what is in the folders of the exercises and follows the verdicts, one
// after the other. When ctx ends, what was handed in is graded all the same.
func (g Grader) Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	rep := &report.Report{Schema: report.Schema, Exercises: []report.Exercise{}}
	for _, sub := range req.Submissions {
		packed, err := Pack(g.Course.ExerciseDir(sub.Exercise), sub.Exercise)
		if err != nil {
			return rep, err
		}
		handed, err := g.Service.HandIn(ctx, sub.Exercise, packed)
		if err != nil {
			return rep, err
		}
		ex, err := g.Service.Follow(ctx, handed, on)
		if err != nil {
			return rep, err
		}
		rep.Exercises = append(rep.Exercises, ex)
	}
	return rep, nil
}
