package verify

import (
	"context"

	"workbook/grader/course"
	"workbook/grader/report"
)

// demo runs the exercise's own demo once, as it is when nobody has chosen anything.
func (l *look) demo(ctx context.Context) error {
	if l.ex.Demo != course.OwnDemo {
		return nil
	}
	d, err := l.grader.Demo(ctx, l.ex.ID, report.English)
	if err == nil {
		_, err = d.Run(ctx, nil, nil)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		l.problem(Problem{Aspect: "demo", File: l.path("exercises", "demo"),
			Message: "The exercise's own demo does not run: " + err.Error(), Hint: "`workbook demo " + l.ex.ID + "` runs it"})
	}
	return nil
}
