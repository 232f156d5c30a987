package report_test

import (
	"fmt"
	"os"

	"workbook/grader/report"
)

func example() *report.Report {
	return &report.Report{
		Exercises: []report.Exercise{{
			Isolation: "process group, wall clock, output limit", Seed: 7,
			ID: "02_spawned", Title: "A goroutine for every client", Verdict: report.Fail, MaxPoints: 4,
			Stages: []report.Stage{
				{Name: report.Compile, Verdict: report.Pass, DurationMS: 130},
				{Name: report.Outside, Verdict: report.Fail, DurationMS: 450},
			},
			Checks: []report.Check{{
				Name: "TestSilentClient", Title: "A silent client delays nobody", Kind: "outside", Required: true,
				Verdict: report.Fail, MaxPoints: 4, Message: "Client B got nothing while client A was silent.",
				File: "exercises/02_spawned/echo.go", Line: 14, Sent: `"hello"`, Got: "nothing",
			}},
		}},
	}
}

func ExampleWriteText() {
	_ = report.WriteText(os.Stdout, example(), report.TextOptions{Width: 80})
	// Output:
	// FAILED  02_spawned  A goroutine for every client  0/4 points
	//   compile   passed  130ms
	//   outside   failed  450ms
	//
	//   failed    0/4  A silent client delays nobody (TestSilentClient)
	//       Client B got nothing while client A was silent.
	//       exercises/02_spawned/echo.go:14
	//       sent      "hello"
	//       got       nothing
	//
	// 0 of 1 exercise passed, 0 of 4 points
	// isolation: process group, wall clock, output limit; seed 7
}

func ExampleWriteGitHub() {
	_ = report.WriteGitHub(os.Stdout, example())
	// Output:
	// ::error file=exercises/02_spawned/echo.go,line=14,title=02_spawned%3A A silent client delays nobody::Client B got nothing while client A was silent.%0Asent: "hello"%0Agot: nothing
	// workbook: 0 of 1 exercise passed, 0 of 4 points; isolation: process group, wall clock, output limit
}

func ExampleReport_ExitCode() {
	r := example()
	fmt.Println(r.Passed(), r.ExitCode(), r.Count())
	r.Exercises[0].Verdict = report.Pass
	fmt.Println(r.Passed(), r.ExitCode())
	// Output:
	// false 1 0 of 1 exercise passed, 0 of 4 points
	// true 0
}

func ExampleTerminal() {
	fmt.Println(report.Terminal("\x1b[31mred\x1b[0m and \x1b]0;a title\aplain"))
	// Output: red and plain
}
