package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// believer is the program with a believing grader, for whoever tests the screens and not
// the verdicts.
func believer() {
	s := newSession()
	s.newGrader = func(c *course.Course) (screenGrader, error) { return believing{c}, nil }
	os.Exit(run(s, os.Args[1:]))
}

// A believing grader runs nothing. It believes that the reference is right, and everything
// else wrong in two ways.
type believing struct{ course *course.Course }

func (b believing) Grade(_ context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error) {
	rep := &report.Report{}
	for _, sub := range req.Submissions {
		ex, err := b.course.Exercise(sub.Exercise)
		if err != nil {
			return nil, err
		}
		got, err := b.verdict(ex)
		if err != nil {
			return nil, err
		}
		if got.Verdict.Passed() {
			on(grader.Provisional{Exercise: got})
		}
		on(grader.Finished{Exercise: got})
		rep.Exercises = append(rep.Exercises, got)
	}
	return rep, nil
}

func (b believing) verdict(ex *course.Exercise) (report.Exercise, error) {
	verdict, file := report.Pass, ex.Files[0]
	mine, err := os.ReadFile(filepath.Join(b.course.ExerciseDir(ex.ID), file))
	if err != nil {
		return report.Exercise{}, err
	}
	reference, err := os.ReadFile(filepath.Join(b.course.SolutionDir(ex.ID), file))
	if err != nil {
		return report.Exercise{}, err
	}
	if !bytes.Equal(mine, reference) {
		verdict = report.Fail
	}
	got := report.Exercise{ID: ex.ID, Title: ex.Title, Verdict: verdict, MaxPoints: ex.Points(), DurationMS: 1}
	for _, info := range report.Stages {
		got.Stages = append(got.Stages, report.Stage{Name: info.Name, Verdict: report.Pass})
	}
	for i, c := range ex.Checks {
		check := c.Blank()
		check.Verdict, check.Points = report.Pass, c.Points
		if i < 2 && verdict == report.Fail {
			check.Verdict, check.Points = report.Fail, 0
			check.Message = fmt.Sprintf("%s is not the reference, which %s would be held against.", file, c.Name)
			check.File, check.Line = "exercises/"+ex.ID+"/"+file, i+1
		}
		got.Points += check.Points
		got.Checks = append(got.Checks, check)
	}
	if verdict == report.Fail {
		got.Stages[len(got.Stages)-1].Verdict = report.NotRun
	}
	return got, nil
}

// Steps has a run of its own, whatever it is asked for.
func (b believing) Steps(context.Context, grader.Submission, string, uint64) (*steps.Run, error) {
	return fake.LostUpdate(), nil
}

func (believing) Warm(context.Context, string, bool, func(grader.Warming)) error { return nil }

func (believing) RaceUnavailable() error { return nil }

func (believing) Isolation() string { return "L1: it runs nothing" }

func (believing) Close() error { return nil }
