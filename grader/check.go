package grader

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/names"
	"workbook/grader/internal/wire"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// refereeAllowance is what a referee gets on top of the exercise's wall clock: it
// waits for a subject with deadlines of its own, and says what it waited for.
const refereeAllowance = 20 * time.Second

// raceFactor is how much slower and larger a program may be under the race
// detector; see https://go.dev/doc/articles/race_detector#Runtime_Overheads.
const raceFactor = 10

// testingNoise is what package testing prints at the end of a process, and the race
// detector at its start when there is no /proc.
var testingNoise = regexp.MustCompile(`(?m)(^--- FAIL: .*\n)?^(PASS|FAIL)\n\z|^==\d+==WARNING: reading executable name failed .*\n`)

// runCheck runs one check in a fresh process; several times when that is asked for.
func (gr *grading) runCheck(ctx context.Context, c course.Check, p *programs) report.Check {
	out := blank(c)
	program, err := p.of(c.Kind)
	var failed *build.Failure
	var exceeded *build.Exceeded
	switch {
	case errors.As(err, &exceeded):
		out.Verdict, out.Message = tooMuch(exceeded)
		return out
	case errors.As(err, &failed):
		out.Verdict, out.Message = report.NotRun, "Not run: the hidden tests do not compile with your package."
		return out
	case err != nil:
		out.Verdict, out.Message = report.GraderError, sentence("The grader could not build this check", err)
		return out
	}
	tries := p.tries[c.Kind]
	for i, t := range tries {
		if t.steady && len(gr.req.Processors) == 0 {
			out = gr.runSteady(ctx, c, p, program, t)
		} else {
			out = gr.runSure(ctx, c, p, program, t)
		}
		if len(tries) > 1 {
			out.Run = i + 1
		}
		if !out.Verdict.Passed() {
			break
		}
	}
	return out
}

// runOnce runs a check once. The verdict is unsure when the machine or the check
// itself may be the reason for it, and not the code.
func (gr *grading) runOnce(ctx context.Context, c course.Check, cmd jail.Command) (out report.Check, unsure bool) {
	out = blank(c)
	began := time.Now()
	res, err := gr.g.jail.Run(ctx, cmd)
	out.DurationMS = time.Since(began).Milliseconds()
	if err != nil {
		out.Verdict, out.Message = report.GraderError, sentence("The grader could not run this check", err)
		return out, false
	}
	out.Output = testingNoise.ReplaceAllString(string(res.Output), "")
	if res.Cut {
		out.Output += fmt.Sprintf("\n[the rest of the output, over %d KiB, was dropped]\n", cmd.Limits.OutputKiB)
	}
	outcome := judgeRun(gr.names, c, res, cmd.Limits)
	if outcome.Exited {
		outcome = gr.whoExits(outcome, out.Output)
	}
	outcome = gr.whereToLook(outcome)
	out.Verdict = outcome.Verdict
	out.Message, out.File, out.Line = outcome.Message, outcome.File, outcome.Line
	out.Sent, out.Got, out.Expected = outcome.Sent, outcome.Got, outcome.Expected
	out.Events = outcome.Events
	if c.Kind == course.Outside && outcome.Verdict != report.GraderError {
		out.Output = outcome.Output // of the subject; the referee's own is nobody's business
	}
	if out.Verdict.Passed() {
		out.Points = c.Points
	}
	return out, (outcome.Unsure || out.Verdict == report.GraderError && c.Kind == course.Inside) && !out.Verdict.Passed()
}

// named is a check with the submission's files under the names that the learner
// knows; until here they have their virtual ones, by which traces are understood.
func (gr *grading) named(c report.Check) report.Check {
	c.Message, c.File, c.Output = gr.name(c.Message), gr.name(c.File), gr.name(c.Output)
	if c.File == "" && c.Verdict.Failed() && gr.home.IsValid() {
		c.File, c.Line = gr.display+"/"+gr.home.Filename, gr.home.Line
	}
	return c
}

func (gr *grading) command(c course.Check, program string, p *programs, t try) jail.Command {
	cmd := jail.Command{
		Path:       program,
		Task:       wire.Task{Check: c.Name, Seed: t.seed, Again: t.again, Package: gr.names.Package()}.Encode(),
		TaskEnv:    wire.TaskEnv,
		ResultsEnv: wire.ResultEnv,
		Limits: jail.Limits{
			Wall:      time.Duration(gr.ex.Limits.WallSeconds) * time.Second,
			MemoryMiB: gr.ex.Limits.MemoryMiB,
			OutputKiB: gr.ex.Limits.OutputKiB,
		},
	}
	if t.steady {
		cmd.Env = append(cmd.Env, build.Steady...)
		cmd.Limits.MemoryMiB *= steadyMemory
	}
	if t.processors > 0 {
		cmd.Env = append(cmd.Env, "GOMAXPROCS="+strconv.Itoa(t.processors))
	}
	if c.Kind == course.Outside {
		cmd.Path, cmd.Guard = p.referee, true
		cmd.Env = append(cmd.Env, wire.SubjectEnv+"="+program)
		cmd.Limits.Wall += refereeAllowance
	}
	if p.race {
		cmd.Limits.Wall *= raceFactor
		cmd.Limits.MemoryMiB *= raceFactor
		cmd.Limits.Sparse = true // the detector's shadow of all memory
		// Without atexit_sleep_ms each process would sleep a second at its end. The
		// detector has no C library to ask for it, and reads it from a file; see
		// GetEnv in compiler-rt's sanitizer_linux.cpp.
		cmd.Access.Read = append(cmd.Access.Read, "/proc/self/environ")
		cmd.Env = append(cmd.Env, fmt.Sprintf("GORACE=atexit_sleep_ms=0 halt_on_error=1 exitcode=%d", raceExit))
	}
	return cmd
}

// judgeRun says what a process's end means for the check that it was to run. The
// only way to a pass is one record that says so, from a process that then ended
// as a passing test does.
func judgeRun(n names.Names, c course.Check, res jail.Result, limits jail.Limits) wire.Record {
	records, err := readRecords(res.Results)
	mine := wire.Record{Check: c.Name}
	switch {
	case res.Cause == jail.MemoryFull:
		return memoryFull(n, mine, res, limits)
	case res.Asked > 1:
		mine.Verdict, mine.Message = report.Fail, "Something other than the hidden test asked which check this is. Only the hidden test may."
		return mine
	case err != nil:
		mine.Verdict, mine.Message = report.Fail, fmt.Sprintf("What came back from this check is no result (%v). Only the hidden test may write results.", err)
		return mine
	case len(records) > 1 || len(records) == 1 && records[0].Check != c.Name:
		mine.Verdict, mine.Message = report.Fail, "Results came back that were not asked for. Only the hidden test may write results."
		return mine
	case len(records) == 1 && !known(records[0].Verdict):
		mine.Verdict, mine.Message = report.Fail, fmt.Sprintf("The check came back with the unknown verdict %q.", records[0].Verdict)
		return mine
	case len(records) == 1 && !records[0].Verdict.Passed():
		return records[0]
	case res.Cause == jail.WallClock:
		return wallClock(n, mine, res, limits)
	case len(records) == 1 && res.Exit == 0 && res.Signal == nil:
		return records[0]
	case c.Kind == course.Outside:
		mine.Verdict = report.GraderError
		mine.Message = fmt.Sprintf("The referee ended without a result (exit code %d).", res.Exit)
		return mine
	default:
		return crashed(n, mine, res, limits)
	}
}

// known are the verdicts that a process may send.
func known(v report.Verdict) bool {
	switch v {
	case report.Pass, report.Fail, report.Timeout, report.Crash, report.Memory, report.GraderError:
		return true
	}
	return false
}

// readRecords reads what came over the results pipe: whole lines of one record
// each, as wire.Write writes them, and nothing else. It is strict because code under
// test that got hold of the pipe could otherwise hide the record that comes after its
// own: behind it on the same line, or beyond the bytes that are read.
func readRecords(b []byte) ([]wire.Record, error) {
	if len(b) >= jail.MaxResults {
		return nil, fmt.Errorf("more than %d bytes", jail.MaxResults-1)
	}
	var out []wire.Record
	for line := range bytes.Lines(b) {
		if len(line) > wire.MaxRecord {
			return nil, fmt.Errorf("a record of %d bytes", len(line))
		}
		r, err := readRecord(line)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.TrimSpace(string(line[:min(len(line), 80)])), err)
		}
		out = append(out, r)
	}
	return out, nil
}

func readRecord(line []byte) (wire.Record, error) {
	if !bytes.HasSuffix(line, []byte("\n")) {
		return wire.Record{}, io.ErrUnexpectedEOF
	}
	var r wire.Record
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return wire.Record{}, err
	}
	if rest := bytes.TrimSpace(line[dec.InputOffset():]); len(rest) > 0 {
		return wire.Record{}, fmt.Errorf("%d bytes follow the record", len(rest))
	}
	return r, nil
}
