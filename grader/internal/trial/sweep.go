package trial

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"workbook/grader/course"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// sweepPatience is how long a process of several checks may go on without a word before it
// is given up: what comes to no end is better told by a run of its own; see [Steadily]. The
// slowest check of the course takes a tenth of it, and on a busy machine half.
const sweepPatience = 5 * patience

// Sweep runs inside checks one after the other in a single process, which costs less than
// a process for each, and gives the outcomes of those that have passed.
//
// What is not among them has failed, or was not reached, or cannot be told from others:
// only a run of its own can say. So nothing that a submission does to this process is
// anything but a pass, and that takes what it takes in a process of its own: a record that
// says so, after which the process goes on or ends as it should.
func (b *Bench) Sweep(ctx context.Context, checks []course.Check, p Program, t Try) map[string]report.Check {
	names := make([]string, len(checks))
	for i, c := range checks {
		names[i] = c.Name
	}
	cmd := command(b.Limits, b.Names.Package(), course.Check{Name: strings.Join(names, wire.Several), Kind: report.Inside}, p, t)
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	var told []byte
	silent := time.AfterFunc(time.Hour, giveUp)
	defer silent.Stop()
	if !t.Again {
		silent.Reset(sweepPatience)
	}
	cmd.Watch = func(b []byte) {
		if told = append(told, b[:min(len(b), jail.MaxResults-len(told))]...); !t.Again && len(b) > 0 {
			silent.Reset(sweepPatience)
		}
	}
	res, err := b.Jail.Run(ctx, cmd)
	if res.Asked > 1 || len(told) >= jail.MaxResults || !t.Again && prints(res) {
		return nil
	}
	passed, last := b.passed(checks, told, cmd.Limits)
	if err != nil || res.Cause != jail.Exited || res.Exit != 0 || res.Signal != nil {
		// What ended the process may be a check's that had told that it has passed.
		delete(passed, last)
	}
	return passed
}

// sweepNoise is what package testing prints of the order of its tests, and of each that
// fails.
var sweepNoise = regexp.MustCompile(`\A-test\.shuffle \d+\n|(?m)^ *--- FAIL: .*\n`)

// prints reports whether a process has printed something, of which nobody knows which of
// its checks that was.
func prints(res jail.Result) bool {
	output := sweepNoise.ReplaceAll(res.Output, nil)
	return len(testingNoise.ReplaceAll(output, nil)) > 0
}

// passed are the outcomes of the checks that a process of several has told to have passed,
// and the name of the one that it told of last. There are none where it told of something
// else.
func (b *Bench) passed(checks []course.Check, told []byte, limits jail.Limits) (passed map[string]report.Check, last string) {
	passed = map[string]report.Check{}
	for line := range bytes.Lines(told) {
		r, err := readRecord(line)
		i := slices.IndexFunc(checks, func(c course.Check) bool { return c.Name == r.Check })
		if err != nil || i < 0 {
			return nil, ""
		}
		c := checks[i]
		checks = slices.Delete(slices.Clone(checks), i, i+1)
		last = c.Name
		out, _ := b.outcome(c, limits, jail.Result{Cause: jail.Exited, Results: line}, nil) // as if the process had been its own
		if out.Verdict.Passed() {
			out.DurationMS = r.DurationMS
			passed[c.Name] = out
		}
	}
	return passed, last
}
