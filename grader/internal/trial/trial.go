// Package trial runs one check in one process, and says what the way in which that
// process ended means for the submission in it.
//
//	bench := trial.Bench{Jail: cell, Limits: ex.Limits, Source: src}
//	outcome, unsure := bench.Run(ctx, check, program, trial.Try{Seed: 7})
//
// The only way to a pass is one record of that check which says so, from a process
// that then ended as a passing test does. Whatever else a process does has a verdict
// and a sentence here: it may not have lived to say one itself.
//
// A file in an outcome has its virtual name, by which traces are understood, unless it
// was found in the source. [Plan] says how often and in which ways a check runs.
package trial

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/names"
	"workbook/grader/jail"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A Bench is what the checks of one submission run on. It is safe for concurrent use.
type Bench struct {
	Jail   jail.Jail
	Limits course.Limits
	Names  names.Names    // of the submission, to tell its code from what is around it
	Source *policy.Source // of the submission, to say where to look
}

// testingNoise is what package testing prints at the end of a process, and the race
// detector at its start when there is no /proc.
var testingNoise = regexp.MustCompile(`(?m)(^--- FAIL: .*\n)?^(PASS|FAIL)\n\z|^==\d+==WARNING: reading executable name failed .*\n`)

// Run runs a check once. The verdict is unsure when the machine or the check itself
// may be the reason for it, and not the code.
func (b *Bench) Run(ctx context.Context, c course.Check, p Program, t Try) (out report.Check, unsure bool) {
	cmd := command(b.Limits, b.Names.Package(), c, p, t)
	began := time.Now()
	res, err := b.Jail.Run(ctx, cmd)
	out, unsure = b.outcome(c, cmd.Limits, res, err)
	out.DurationMS = time.Since(began).Milliseconds()
	return out, unsure
}

// outcome is what the end of a process says of its check.
func (b *Bench) outcome(c course.Check, limits jail.Limits, res jail.Result, err error) (out report.Check, unsure bool) {
	out = c.Blank()
	if err != nil {
		out.Verdict, out.Message = report.GraderError, fault.Sentence("The grader could not run this check", err)
		return out, false
	}
	out.Output = testingNoise.ReplaceAllString(string(res.Output), "")
	if res.Cut {
		out.Output += fmt.Sprintf("\n[the rest of the output, over %d KiB, was dropped]\n", limits.OutputKiB)
	}
	if res.NoTurn {
		out.Verdict, out.Message = report.GraderError, noTurn
		return out, false
	}
	outcome := judge(b.Names, c, res, limits)
	if outcome.Exited {
		outcome = whoExits(b.Source, outcome, out.Output)
	}
	outcome = whereToLook(b.Source, outcome)
	out.Verdict = outcome.Verdict
	out.Message, out.File, out.Line = outcome.Message, outcome.File, outcome.Line
	out.Sent, out.Got, out.Expected = outcome.Sent, outcome.Got, outcome.Expected
	out.Events = outcome.Events
	if c.Kind == report.Outside && outcome.Verdict != report.GraderError {
		out.Output = outcome.Output // of the subject; the referee's own is nobody's business
	}
	out.Schedule = outcome.Schedule
	if out.Verdict.Passed() {
		out.Points = c.Points
	}
	return out, (outcome.Unsure || out.Verdict == report.GraderError && c.Kind == report.Inside) && !out.Verdict.Passed()
}
