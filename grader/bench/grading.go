package bench

import (
	"context"
	"fmt"
	"time"

	"workbook/grader"
	"workbook/grader/internal/cputime"
	"workbook/grader/report"
)

// grading measures gradings by one Grader that is kept.
type grading struct {
	grader *grader.Grader
	saves  *saves
}

// A timeline is when a grading came how far, from its beginning; zero for what it did not.
type timeline struct {
	first, all, race, end time.Duration
	processor             time.Duration
	verdict               report.Exercise
	stages                []Span
}

// grade grades what was saved.
func (g grading) grade(ctx context.Context, req grader.Request) (timeline, error) {
	req.Submissions = []grader.Submission{{Exercise: g.saves.id, Dir: g.saves.dir}}
	var t timeline
	before, err := cputime.Taken()
	if err != nil {
		return t, err
	}
	var spans stageSpans
	began := time.Now()
	_, err = g.grader.Grade(ctx, req, func(e grader.Event) {
		now := time.Since(began)
		switch e := e.(type) {
		case grader.StageStarted:
			spans.began(e.Stage, now)
		case grader.CheckFinished:
			if t.first == 0 {
				t.first = now
			}
		case grader.Provisional:
			t.all = now
		case grader.StageFinished:
			spans.ended(e.Stage.Name, now)
			if e.Stage.Name == report.Race && e.Stage.Verdict != report.NotRun {
				t.race = now
			}
		case grader.Finished:
			t.end, t.verdict = now, e.Exercise
		}
	})
	if err != nil {
		return t, err
	}
	after, err := cputime.Taken()
	t.processor, t.stages = after-before, spans.spans
	return t, err
}

// passing grades an edit of the reference, which passes.
func (g grading) passing(ctx context.Context, req grader.Request) (timeline, error) {
	if err := g.saves.next(); err != nil {
		return timeline{}, err
	}
	t, err := g.grade(ctx, req)
	if err == nil && t.verdict.Verdict != report.Pass {
		err = fmt.Errorf("the reference with an edit in it did not pass (%s): %s", t.verdict.Verdict, t.verdict.Message)
	}
	return t, err
}

// home grades as for somebody who waits.
func (g grading) home(ctx context.Context) (map[string]sample, error) {
	t, err := g.passing(ctx, grader.Request{Race: grader.RaceAuto, Schedules: grader.DefaultSchedules})
	got := map[string]sample{first: seconds(t.first), allChecks: seconds(t.all), last: seconds(t.end), homeProcessor: seconds(t.processor)}
	if t.race > 0 {
		got[homeRace] = seconds(t.race)
	}
	return got, err
}

// class grades with the race stage, and without schedules.
func (g grading) class(ctx context.Context) (map[string]sample, error) {
	t, err := g.passing(ctx, grader.Request{Race: grader.RaceOn})
	return map[string]sample{raceVerdict: seconds(t.race), raceProcessor: seconds(t.processor)}, err
}

// light grades without both.
func (g grading) light(ctx context.Context) (map[string]sample, error) {
	t, err := g.passing(ctx, grader.Request{Race: grader.RaceOff})
	return map[string]sample{plainFirst: seconds(t.first), plainAll: seconds(t.all), plainProcessor: seconds(t.processor)}, err
}

// broken grades what does not compile.
func (g grading) broken(ctx context.Context) (map[string]sample, error) {
	if err := g.saves.broken(); err != nil {
		return nil, err
	}
	t, err := g.grade(ctx, grader.Request{Race: grader.RaceAuto, Schedules: grader.DefaultSchedules})
	if err == nil && t.verdict.Verdict != report.CompileError {
		err = fmt.Errorf("what does not compile got the verdict %s: %s", t.verdict.Verdict, t.verdict.Message)
	}
	return map[string]sample{compileError: seconds(t.end)}, err
}
