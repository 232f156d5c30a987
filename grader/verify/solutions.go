package verify

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// grade grades one folder.
func (l *look) grade(ctx context.Context, dir string, req grader.Request) (report.Exercise, uint64, error) {
	req.Submissions = []grader.Submission{{Exercise: l.ex.ID, Dir: dir}}
	if req.Race == "" {
		req.Race = l.opt.Race
	}
	rep, err := l.grader.Grade(ctx, req, nil)
	if err != nil {
		return report.Exercise{}, 0, err
	}
	return rep.Exercises[0], rep.Seed, nil
}

// stub looks at what the learner finds.
func (l *look) stub(ctx context.Context) error {
	l.begin("the stub")
	ex, _, err := l.grade(ctx, l.course.ExerciseDir(l.ex.ID), grader.Request{Race: grader.RaceOff})
	if err != nil {
		return err
	}
	file := filepath.ToSlash(filepath.Join("exercises", l.ex.ID))
	wrong := func(message, hint string) {
		l.problem(Problem{Aspect: "stub", Message: message, Hint: hint, File: file})
	}
	switch {
	case ex.Verdict == report.Pass:
		wrong("The stub passes.", "give the learner something to do; or have you solved it? `workbook reset` brings the stub back")
	case ex.Verdict == report.GraderError:
		wrong("The stub could not be graded: "+ex.Message, "")
	case ex.Verdict != report.Fail:
		wrong(fmt.Sprintf("The stub's verdict is %s and not %s: %s", ex.Verdict.Word(), report.Fail.Word(), ex.Message),
			"let the stub compile, return, and do nothing")
	case ex.Message == "":
		wrong("The stub fails without a sentence.", "say in the first check what is missing")
	}
	if ex.Points > 0 && ex.Verdict != report.Pass {
		wrong(fmt.Sprintf("The stub earns %d points.", ex.Points), "let the checks that it passes need one that it fails")
	}
	return nil
}

// rights grades the reference and every known-right solution.
func (l *look) rights(ctx context.Context, variants []course.Variant) error {
	if err := l.right(ctx, "reference", l.course.SolutionDir(l.ex.ID)); err != nil {
		return err
	}
	for _, v := range variants {
		if !v.Right {
			continue
		}
		if err := l.right(ctx, v.Name, v.Dir); err != nil {
			return err
		}
	}
	l.out.Checks = len(l.ex.Checks)
	if n := l.out.Right - 1; n < minRight && l.opt.Depth < Brief {
		l.problem(Problem{Aspect: "right", Message: fmt.Sprintf("There are %d known-right solutions beside the reference.", n),
			Hint: fmt.Sprintf("write %d or more, in styles that differ: they keep the checks from asking for more than the task does", minRight)})
	}
	return nil
}

// How many known solutions an exercise needs for its checks to be believed.
const (
	minRight = 4
	minWrong = 8
)

func (l *look) right(ctx context.Context, name, dir string) error {
	l.out.Right++
	for i, processors := range l.opt.Processors {
		l.begin(fmt.Sprintf("%s on %d processors", name, processors))
		req := grader.Request{Runs: l.opt.Runs, Processors: processors, Race: grader.RaceOff}
		if l.opt.Depth == Full && i == len(l.opt.Processors)-1 {
			req.Race = l.opt.Race
		}
		ex, seed, err := l.grade(ctx, dir, req)
		if err != nil {
			return err
		}
		l.out.Runs += l.opt.Runs * len(ex.Checks)
		if ex.Verdict == report.Pass {
			continue
		}
		l.flake(ex, Flake{Solution: name, Seed: seed, Processors: processors})
	}
	return nil
}

// flake notes what failed although the solution is right: once is enough to take
// the point from somebody who has earned it.
func (l *look) flake(ex report.Exercise, f Flake) {
	f.Message = ex.Message
	for _, c := range ex.Checks {
		if c.Verdict.Failed() || c.Verdict == report.GraderError {
			f.Check, f.Run, f.Message = c.Name, c.Run, c.Message
			f.Seed += uint64(max(c.Run-1, 0))
			break
		}
	}
	if f.Check == "" {
		f.Check, f.Race = string(report.Race), true
	}
	l.out.Flakes = append(l.out.Flakes, f)
	l.problem(Problem{
		Aspect: "right", File: ex.File, Line: ex.Line,
		Message: fmt.Sprintf("The right solution %s did not pass on %d processors: %s", f.Solution, f.Processors, f.Message),
		Hint:    fmt.Sprintf("run %d of %d of %s failed, with seed %d", max(f.Run, 1), l.opt.Runs, f.Check, f.Seed),
	})
}

// wrongs grades every known-wrong solution.
func (l *look) wrongs(ctx context.Context, variants []course.Variant) error {
	if l.opt.Depth >= Brief {
		return nil
	}
	named := map[string]bool{}
	for _, v := range variants {
		if v.Right {
			continue
		}
		l.out.Wrong++
		l.begin("known-wrong " + v.Name)
		ex, _, err := l.grade(ctx, v.Dir, l.requestFor(v))
		if err != nil {
			return err
		}
		for _, name := range v.CaughtBy {
			named[name] = true
		}
		l.wrong(v, ex)
	}
	for _, c := range l.ex.Checks {
		if !named[c.Name] {
			l.problem(Problem{Aspect: "checks", Message: fmt.Sprintf("No known-wrong solution is caught by %s, so nobody has seen that it can fail.", c.Name),
				Hint: "write one that makes the mistake which the check is for"})
		}
	}
	if l.out.Wrong < minWrong {
		l.problem(Problem{Aspect: "wrong", Message: fmt.Sprintf("There are %d known-wrong solutions.", l.out.Wrong),
			Hint: fmt.Sprintf("write %d or more, of mistakes that people make", minWrong)})
	}
	return nil
}

// requestFor asks for what has to catch the solution, and for nothing else, which
// would cost time and say nothing.
func (l *look) requestFor(v course.Variant) grader.Request {
	req := grader.Request{Race: grader.RaceOff}
	for _, name := range v.CaughtBy {
		if _, ok := l.ex.Check(name); !ok {
			return grader.Request{Race: l.opt.Race} // a stage, and it may be the last
		}
		req.Checks = append(req.Checks, name)
	}
	return req
}

func (l *look) wrong(v course.Variant, ex report.Exercise) {
	file := filepath.ToSlash(filepath.Join("solutions", l.ex.ID, "testdata", "wrong", v.Name))
	note := func(message, hint string) {
		l.problem(Problem{Aspect: "wrong", Message: message, Hint: hint, File: file})
	}
	raceMissing := slices.Contains(v.CaughtBy, string(report.Race)) && l.grader.RaceUnavailable() != nil
	switch {
	case ex.Verdict == report.GraderError:
		note(fmt.Sprintf("The wrong solution %s could not be graded: %s", v.Name, ex.Message), "")
		return
	case ex.Verdict == report.Pass && !raceMissing:
		note(fmt.Sprintf("The wrong solution %s passes.", v.Name), "a check must see the mistake; or is it none?")
		return
	case ex.Message == "" && ex.Verdict.Failed():
		note(fmt.Sprintf("The wrong solution %s fails without a sentence.", v.Name), "say what the mistake is")
	}
	for _, name := range v.CaughtBy {
		if name == string(report.Race) && raceMissing {
			continue
		}
		if !caught(ex, name) {
			note(fmt.Sprintf("The wrong solution %s says that %s catches it, which it did not. What happened: %s", v.Name, name, ex.Message),
				"correct the check, or its //workbook:caught-by line")
		}
	}
}

// caught reports whether the check, or the stage of that name, saw the mistake.
func caught(ex report.Exercise, name string) bool {
	for _, c := range ex.Checks {
		if c.Name == name {
			return c.Verdict.Failed()
		}
	}
	for _, s := range ex.Stages {
		if string(s.Name) == name {
			return s.Verdict.Failed()
		}
	}
	return false
}
