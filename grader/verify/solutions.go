package verify

import (
	"fmt"
	"slices"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// stub looks at what the learner finds.
func (l *look) stub() {
	g := l.grading("the stub", l.course.ExerciseDir(l.ex.ID), grader.Request{Race: grader.RaceOff})
	l.then = append(l.then, func() { l.judgeStub(g.ex) })
}

func (l *look) judgeStub(ex report.Exercise) {
	file := l.path("exercises")
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
}

// rights grades every known-right solution.
func (l *look) rights(variants []course.Variant) {
	for _, v := range variants {
		if v.Right {
			l.right(v.Name, v.Dir)
		}
	}
}

// How many known solutions an exercise needs for its checks to be believed.
const (
	minRight = 4
	minWrong = 8
)

// right grades one solution that has to pass, on each number of processors.
func (l *look) right(name, dir string) {
	l.out.Right++
	req := grader.Request{Runs: l.opt.Runs, Processors: l.opt.Processors, Race: grader.RaceOff}
	if l.opt.Depth == Full {
		req.Race = l.opt.Race
		under := l.grading("right solution "+name+" under schedules", dir, underSchedules(req))
		l.then = append(l.then, func() { l.judgeLuck(name, under.ex) })
	}
	g := l.grading("right solution "+name, dir, req)
	l.then = append(l.then, func() {
		l.out.Runs += l.opt.Runs * len(l.opt.Processors) * len(l.ex.Checks)
		l.judgeRight(name, g)
	})
}

// judgeRight tells a solution that does not even get as far as the checks from one
// that they do not agree about.
func (l *look) judgeRight(name string, g *grading) {
	wrong := func(what string) {
		l.problem(Problem{Aspect: "right", File: g.ex.File, Line: g.ex.Line, Message: fmt.Sprintf("The right solution %s %s: %s", name, what, g.ex.Message)})
	}
	switch g.ex.Verdict {
	case report.Pass:
		for _, c := range g.ex.Checks {
			if c.Message != "" {
				l.note(Problem{Aspect: "right", File: l.path("solutions"), Message: fmt.Sprintf("%s of the right solution %s: %s", c.Name, name, c.Message),
					Hint: "let it leave less to chance, and nothing behind in a variable of its package"})
			}
		}
	case report.CompileError:
		wrong("does not compile")
	case report.Refused:
		wrong("is refused")
	case report.GraderError:
		if !slices.ContainsFunc(g.ex.Checks, func(c report.Check) bool { return c.Verdict == report.GraderError }) {
			wrong("could not be graded")
			return
		}
		fallthrough
	default:
		l.flake(g.ex, Flake{Solution: name, Seed: g.seed})
	}
}

// judgeLuck looks at a right solution that was graded under schedules. What is wrong with
// it otherwise says [look.judgeRight].
func (l *look) judgeLuck(name string, ex report.Exercise) {
	s, ok := ex.Stage(report.Schedules)
	if !ok || !s.Verdict.Bad() {
		return
	}
	f := Flake{Solution: name, Check: string(s.Name), Seed: ex.Seed, Message: s.Message}
	hint := "either the solution is wrong, or a check counts on who runs first"
	for _, c := range ex.Checks {
		if c.Schedule > 0 && c.Verdict.Failed() {
			f.Check, f.Schedule = c.Name, c.Schedule
			hint = fmt.Sprintf("see it again with --schedule %d: either the solution is wrong, or %s counts on who runs first", c.Schedule, c.Name)
		}
	}
	l.out.Flakes = append(l.out.Flakes, f)
	l.problem(Problem{
		Aspect: "right", File: s.File, Line: s.Line, Hint: hint,
		Message: fmt.Sprintf("The right solution %s did not pass under other schedules: %s", name, s.Message),
	})
}

// flake notes what failed although the solution is right: once is enough to take
// the point from somebody who has earned it.
func (l *look) flake(ex report.Exercise, f Flake) {
	f.Message = ex.Message
	runs := l.opt.Runs // with each number of processors
	for _, c := range ex.Checks {
		if c.Verdict.Failed() || c.Verdict == report.GraderError {
			f.Check, f.Run, f.Message = c.Name, c.Run, c.Message
			break
		}
	}
	if f.Check == "" {
		f.Check, f.Race = string(report.Race), true
	}
	run := max(f.Run-1, 0)
	f.Seed += uint64(run)
	where := ""
	if i := run / runs; !f.Race && i < len(l.opt.Processors) {
		f.Processors = l.opt.Processors[i]
		where = " on " + plural(f.Processors, "processor")
	}
	l.out.Flakes = append(l.out.Flakes, f)
	l.problem(Problem{
		Aspect: "right", File: ex.File, Line: ex.Line,
		Message: fmt.Sprintf("The right solution %s did not pass%s: %s", f.Solution, where, f.Message),
		Hint:    fmt.Sprintf("run %d of %d of %s failed, with seed %d", run+1, runs*len(l.opt.Processors), f.Check, f.Seed),
	})
}

// wrongs grades every known-wrong solution.
func (l *look) wrongs(variants []course.Variant) {
	for _, v := range variants {
		if v.Right {
			continue
		}
		l.out.Wrong++
		g := l.grading("known-wrong "+v.Name, v.Dir, l.requestFor(v))
		g.holds = func(ex report.Exercise) bool { return len(l.missed(v, ex)) == 0 }
		l.then = append(l.then, func() { l.wrong(v, g) })
	}
}

// enough looks whether there are solutions enough, and one for each check to catch.
func (l *look) enough(variants []course.Variant) {
	right, wrong := 0, 0
	named := map[string]bool{}
	for _, v := range variants {
		if v.Right {
			right++
			continue
		}
		wrong++
		if slices.Contains(v.CaughtBy, string(report.Schedules)) {
			l.out.Hunted = append(l.out.Hunted, v.Name)
		}
		for _, name := range v.CaughtBy {
			named[name] = true
		}
	}
	if right < minRight {
		l.problem(Problem{Aspect: "right", Message: fmt.Sprintf("There %s %s beside the reference.", are(right), plural(right, "known-right solution")),
			Hint: fmt.Sprintf("write %d or more, in styles that differ: they keep the checks from asking for more than the task does", minRight)})
	}
	for _, c := range l.ex.Checks {
		if !named[c.Name] {
			l.problem(Problem{Aspect: "checks", Message: fmt.Sprintf("No known-wrong solution is caught by %s, so nobody has seen that it can fail.", c.Name),
				Hint: "write one that makes the mistake which the check is for"})
		}
	}
	if wrong < minWrong {
		l.problem(Problem{Aspect: "wrong", Message: fmt.Sprintf("There %s %s.", are(wrong), plural(wrong, "known-wrong solution")),
			Hint: fmt.Sprintf("write %d or more, of mistakes that people make", minWrong)})
	}
}

// manySchedules is under how many schedules a check of a solution runs that says that it
// is caught by one of them.
const manySchedules = 200

// requestFor asks for what has to catch the solution, and for nothing else, which
// would cost time and say nothing.
func (l *look) requestFor(v course.Variant) grader.Request {
	req := grader.Request{Race: grader.RaceOff}
	for _, name := range v.CaughtBy {
		if _, ok := l.ex.Check(name); ok {
			req.Checks = append(req.Checks, name)
			continue
		}
		// An outside check may see the mistake first, by luck on a busy machine, and neither
		// of these stages would be asked then.
		switch stage := report.StageName(name); stage {
		case report.Schedules:
			return grader.Request{Race: grader.RaceOff, Alone: stage, Checks: course.InsideNames(l.ex.Checks), Schedules: grader.Schedules{Count: manySchedules}}
		case report.Race:
			return grader.Request{Race: l.opt.Race, Alone: stage, Checks: course.InsideNames(l.ex.Checks)}
		default:
			return grader.Request{Race: grader.RaceOff} // read, policy, compile and checks as such
		}
	}
	return req
}

// wrong judges a known-wrong solution.
func (l *look) wrong(v course.Variant, g *grading) {
	file, ex := l.path("solutions", "testdata", "wrong", v.Name), g.ex
	missed := l.missed(v, ex)
	if g.once {
		for _, name := range missed {
			l.note(Problem{Aspect: "wrong", File: file,
				Message: fmt.Sprintf("%s caught the wrong solution %s %d times, and once before it did not. What happened: %s", name, v.Name, proofs, whatHappened(ex, name)),
				Hint:    "let " + name + " leave less to chance, if it can"})
		}
		return
	}
	note := func(message, hint string) {
		l.problem(Problem{Aspect: "wrong", Message: message, Hint: hint, File: file})
	}
	switch {
	case ex.Verdict == report.GraderError:
		note(fmt.Sprintf("The wrong solution %s could not be graded: %s", v.Name, ex.Message), "")
		return
	case ex.Verdict == report.Pass && !l.raceMissing(v):
		note(fmt.Sprintf("The wrong solution %s passes.", v.Name), "a check must see the mistake; or is it none?")
		return
	case ex.Message == "" && ex.Verdict.Failed():
		note(fmt.Sprintf("The wrong solution %s fails without a sentence.", v.Name), "say what the mistake is")
	}
	for _, name := range missed {
		if need, ok := l.heldBack(ex, name); ok {
			note(fmt.Sprintf("The wrong solution %s says that %s catches it, which %s held back by failing: %s", v.Name, name, need.Name, need.Message),
				"name "+need.Name+" in its //workbook:caught-by line; or let "+name+" not need it")
			continue
		}
		note(fmt.Sprintf("The wrong solution %s says that %s catches it, which it did not. What happened: %s", v.Name, name, whatHappened(ex, name)),
			"correct the check, or its //workbook:caught-by line")
	}
}

// missed are the checks and stages that say nothing of the mistake in a known-wrong
// solution, and should.
func (l *look) missed(v course.Variant, ex report.Exercise) (names []string) {
	for _, name := range v.CaughtBy {
		if !caught(ex, name) && (name != string(report.Race) || !l.raceMissing(v)) {
			names = append(names, name)
		}
	}
	return names
}

// raceMissing reports whether the race stage, which is to catch the solution, is not run.
func (l *look) raceMissing(v course.Variant) bool {
	return slices.Contains(v.CaughtBy, string(report.Race)) &&
		(l.grader.RaceUnavailable() != nil || l.opt.Race == grader.RaceOff)
}

// whatHappened says it of a check, or of a stage, that saw no mistake.
func whatHappened(ex report.Exercise, name string) string {
	if ex.Message != "" {
		return ex.Message
	}
	if c, ok := ex.Check(name); ok {
		if c.Message != "" {
			return c.Message
		}
		return verdictOn("The check", c.Verdict)
	}
	if s, ok := ex.Stage(report.StageName(name)); ok {
		return verdictOn("The stage", s.Verdict)
	}
	return "There is nothing of that name."
}

func verdictOn(what string, v report.Verdict) string {
	switch {
	case v.Passed():
		return what + " passed."
	case v == report.NotRun:
		return what + " was not run."
	}
	return fmt.Sprintf("The verdict was %s.", v.Word())
}

// heldBack gives the check that the named one needs, directly or not, and that
// failed, so that the named one was not run.
func (l *look) heldBack(ex report.Exercise, name string) (report.Check, bool) {
	declared, ok := l.ex.Check(name)
	if !ok {
		return report.Check{}, false
	}
	for _, need := range declared.Needs {
		if c, ok := ex.Check(need); ok && c.Verdict.Failed() {
			return c, true
		}
		if c, ok := l.heldBack(ex, need); ok {
			return c, true
		}
	}
	return report.Check{}, false
}

// caught reports whether the check, or the stage of that name, saw the mistake.
func caught(ex report.Exercise, name string) bool {
	if c, ok := ex.Check(name); ok {
		return c.Verdict.Failed()
	}
	s, ok := ex.Stage(report.StageName(name))
	return ok && s.Verdict.Failed()
}
