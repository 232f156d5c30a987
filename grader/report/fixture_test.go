package report_test

import (
	"time"

	"workbook/grader/report"
)

// rich is a report with every verdict, every stage and every field.
func rich() *report.Report {
	r := &report.Report{
		Schema: report.Schema,
		Exercises: []report.Exercise{
			passed(), failed(), notCompiling(), refused(), timedOut(), broken(),
		},
	}
	for i := range r.Exercises {
		e := &r.Exercises[i]
		e.Isolation, e.Seed = "process group, wall clock, output limit", 42
		e.Student, e.Course, e.Go = "Ada", "9325f89c0ffe+", "go1.26.8"
		e.GradedAt = time.Date(2026, time.November, 27, 15, 4, i, 0, time.UTC)
	}
	return r
}

func stages(read, policy, compile, outside, inside, race report.Verdict) []report.Stage {
	return []report.Stage{
		{Name: report.Read, Verdict: read, DurationMS: 1},
		{Name: report.Policy, Verdict: policy, DurationMS: 2},
		{Name: report.Compile, Verdict: compile, DurationMS: 130},
		{Name: report.Outside, Verdict: outside, DurationMS: 450},
		{Name: report.Inside, Verdict: inside, DurationMS: 80},
		{Name: report.Race, Verdict: race},
	}
}

func passed() report.Exercise {
	st := stages(report.Pass, report.Pass, report.Pass, report.Pass, report.Pass, report.NotRun)
	st[5].Message = "The race stage needs a C compiler, and there is none on the PATH."
	return report.Exercise{
		ID: "01_sequential", Title: "One client at a time", Verdict: report.Pass,
		Points: 4, MaxPoints: 5, DurationMS: 1234, Stages: st,
		Checks: []report.Check{
			{Name: "TestEchoesBytes", Title: "Every byte comes back", Kind: "inside", Verdict: report.Pass,
				Points: 4, MaxPoints: 4, Required: true, DurationMS: 12, Output: "listening\n"},
			{Name: "TestLogs", Title: "A failure is logged", Kind: "outside", Verdict: report.Fail,
				MaxPoints: 1, Message: "The connection was reset, and nothing was logged.", DurationMS: 30},
		},
	}
}

func failed() report.Exercise {
	msg := "Client A was connected and silent. Client B sent 5 bytes and got nothing back until A closed, " +
		"so the clients are served one after the other. Each connection needs a goroutine of its own."
	return report.Exercise{
		ID: "02_spawned", Title: "A goroutine for every client", Verdict: report.Fail,
		Points: 3, MaxPoints: 12, DurationMS: 712,
		Message: msg, File: "exercises/02_spawned/echo.go", Line: 14,
		Stages: stages(report.Pass, report.Pass, report.Pass, report.Fail, report.NotRun, report.NotRun),
		Checks: []report.Check{
			{Name: "TestEchoesBytes", Title: "Every byte comes back", Kind: "outside", Verdict: report.Pass,
				Points: 3, MaxPoints: 3, Required: true, DurationMS: 12},
			{Name: "TestSilentClient", Title: "A silent client delays nobody", Kind: "outside", Verdict: report.Fail,
				MaxPoints: 4, Required: true, DurationMS: 210, Message: msg,
				File: "exercises/02_spawned/echo.go", Line: 14,
				Sent: `"hello"`, Got: "nothing", Expected: `"hello"`,
				Output: "\x1b[31mserving A\x1b[0m\n::error::not mine\n",
				Events: []report.Moment{{AtUS: 0, Kind: report.ClientDialed, Who: "A"}, {AtUS: 5, Kind: report.Accepted, Who: "A"}}},
			{Name: "TestReset", Title: "A reset ends one connection only", Kind: "outside", Verdict: report.Crash,
				MaxPoints: 2, Required: true, DurationMS: 40, Message: "The program died of a panic: runtime error: index out of range [3] with length 3",
				File: "exercises/02_spawned/echo.go", Line: 22},
			{Name: "TestThousands", Title: "Thousands at the same time", Kind: "inside", Verdict: report.NotRun,
				MaxPoints: 3, Required: true, Message: "needs TestSilentClient"},
		},
	}
}

func notCompiling() report.Exercise {
	st := stages(report.Pass, report.Pass, report.CompileError, report.NotRun, report.NotRun, report.NotRun)
	st[2].Output = "exercises/03_echoes/echoes.go:9:2: declared and not used: wg\n"
	return report.Exercise{
		ID: "03_echoes", Title: "Two listeners", Verdict: report.CompileError, MaxPoints: 10, DurationMS: 140,
		Message: "declared and not used: wg", File: "exercises/03_echoes/echoes.go", Line: 9,
		Stages: st,
		Problems: []report.Problem{
			{File: "exercises/03_echoes/echoes.go", Line: 9, Column: 2, Message: "declared and not used: wg"},
			{File: "exercises/03_echoes/echoes.go", Line: 12, Column: 15, Message: "undefined: fist"},
		},
		Checks: []report.Check{
			{Name: "TestBoth", Title: "Both listeners are served", Kind: "inside", Verdict: report.NotRun, MaxPoints: 10, Required: true},
		},
	}
}

func refused() report.Exercise {
	return report.Exercise{
		ID: "05_join", Title: "A handle to wait for", Verdict: report.Refused, MaxPoints: 10, DurationMS: 3,
		Stages: stages(report.Pass, report.Refused, report.NotRun, report.NotRun, report.NotRun, report.NotRun),
		Problems: []report.Problem{
			{File: "exercises/05_join/join.go", Line: 4, Column: 8, Message: `the import of "unsafe" is not allowed`,
				Rule: "imports", Hint: "The exercise can be solved with sync or a channel."},
		},
		Checks: []report.Check{
			{Name: "TestJoin", Title: "Join gives the value", Kind: "inside", Verdict: report.NotRun, MaxPoints: 10, Required: true},
		},
	}
}

func timedOut() report.Exercise {
	st := stages(report.Pass, report.Pass, report.Pass, report.Pass, report.Timeout, report.Fail)
	st[5].Message = "Two goroutines use the same variable and at least one writes: lines 18 and 25 of boundary.go."
	st[5].File, st[5].Line = "exercises/08_boundary/boundary.go", 18
	st[5].Output = "==================\nWARNING: DATA RACE\n"
	return report.Exercise{
		ID: "08_boundary", Title: "A panic stays in its task", Verdict: report.Timeout, MaxPoints: 6, DurationMS: 10_400,
		Message: "Join was still waiting after 10 seconds.", File: "exercises/08_boundary/boundary.go", Line: 31,
		Stages: st,
		Checks: []report.Check{
			{Name: "TestPanic", Title: "A panic is caught", Kind: "inside", Verdict: report.Timeout, MaxPoints: 3, Required: true,
				Message: "Join was still waiting after 10 seconds.", File: "exercises/08_boundary/boundary.go", Line: 31, DurationMS: 10_000},
			{Name: "TestMany", Title: "Many tasks", Kind: "inside", Verdict: report.Memory, MaxPoints: 3, Required: true,
				Message: "The program used more than 256 MiB.", DurationMS: 300},
		},
	}
}

func broken() report.Exercise {
	st := stages(report.Pass, report.Pass, report.Pass, report.GraderError, report.NotRun, report.NotRun)
	st[3].Message = "The hidden test of this exercise does not build: that is not your fault."
	return report.Exercise{
		ID: "09_propagate", Title: "Let it through", Verdict: report.GraderError, MaxPoints: 4,
		Message: "The hidden test of this exercise does not build: that is not your fault.",
		Stages:  st,
		Checks: []report.Check{
			{Name: "TestValue", Title: "The very same value", Kind: "outside", Verdict: report.GraderError, MaxPoints: 4, Required: true,
				Message: "No result came back."},
		},
	}
}
