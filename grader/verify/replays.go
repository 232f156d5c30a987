package verify

import (
	"fmt"
	"path/filepath"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// replays grades the runs that pages of the lesson show, each under its schedule.
func (l *look) replays() {
	for _, r := range l.ex.Replays {
		dir := filepath.Join(l.course.SolutionDir(l.ex.ID), "testdata", "wrong", r.Wrong)
		g := l.grading(fmt.Sprintf("replay of %s under schedule %d", r.Wrong, r.Schedule), dir, grader.Request{
			Checks: []string{r.Check}, Race: grader.RaceOff,
			Alone: report.Schedules, Schedules: grader.Schedules{First: r.Schedule, Count: 1},
		})
		g.holds = func(ex report.Exercise) bool { return replayed(ex, r) }
		l.then = append(l.then, func() { l.replay(r, g) })
	}
}

// replayed reports whether the check failed under the schedule, and only there.
func replayed(ex report.Exercise, r course.Replay) bool {
	c, ok := ex.Check(r.Check)
	return ok && c.Verdict.Failed() && c.Schedule == r.Schedule
}

// replay judges the run that a page shows.
func (l *look) replay(r course.Replay, g *grading) {
	if g.once || replayed(g.ex, r) {
		return
	}
	p := Problem{Aspect: "lesson", File: l.path("exercises", "exercise.toml")}
	shows := fmt.Sprintf("The page %q shows how %s fails %s under schedule %d, ", r.Page, r.Wrong, r.Check, r.Schedule)
	if why, ok := notTried(g.ex); ok {
		p.Message = shows + "which was not tried: " + why
		l.note(p)
		return
	}
	p.Message = shows + "which it does not. What happened: " + whatHappened(g.ex, r.Check)
	p.Hint = fmt.Sprintf("`workbook grade %s --from %s --schedules 200` looks for another number", l.ex.ID, l.path("solutions", "testdata", "wrong", r.Wrong))
	if caught(g.ex, r.Check) {
		p.Message = shows + "and it fails without one: " + whatHappened(g.ex, r.Check)
		p.Hint = "show a solution that passes by luck"
	}
	l.problem(p)
}

// notTried says why nothing ran under a schedule, though the check had passed.
func notTried(ex report.Exercise) (why string, ok bool) {
	s, _ := ex.Stage(report.Schedules)
	return s.Message, s.Verdict == report.NotRun && s.Message != "" && ex.Message == ""
}
