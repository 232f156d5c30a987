package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/jail"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// traceFlags are what the flags of trace say.
type traceFlags struct {
	check     string
	from      string
	key       string
	schedule  uint64 // 0 looks for one
	format    traceFormat
	source    picture.Source
	output    string
	isolation jail.Level
}

type traceFormat string

const (
	traceText     traceFormat = "text"
	traceJSON     traceFormat = "json"
	traceLanes    traceFormat = "lanes"
	traceSVG      traceFormat = "svg"
	traceHTML     traceFormat = "html"
	tracePicture  traceFormat = "picture"
	tracePerfetto traceFormat = "perfetto"
)

var traceFormats = []word[traceFormat]{
	{name: string(traceText), value: traceText, means: tr.Mark("a line for each step")},
	{name: string(traceLanes), value: traceLanes, means: tr.Mark("a lane for each goroutine and client")},
	{name: string(traceSVG), value: traceSVG, means: tr.Mark("the lanes as a picture for a slide")},
	{name: string(traceHTML), value: traceHTML, means: tr.Mark("the lanes as a page with a cursor")},
	{name: string(traceJSON), value: traceJSON, means: tr.Mark("the steps, for programs")},
	{name: string(tracePicture), value: tracePicture, means: tr.Mark("the lanes, for programs: schema workbook.picture/v1")},
	{name: string(tracePerfetto), value: tracePerfetto, means: tr.Mark("the lanes, for ui.perfetto.dev")},
}

// traceSources are what a run can be drawn from.
var traceSources = []word[picture.Source]{
	{name: "best", means: tr.Mark("the first of the others that shows the run whole")},
	{name: string(picture.Steps), value: picture.Steps, means: tr.Mark("a record of each step")},
	{name: string(picture.Trace), value: picture.Trace, means: tr.Mark("what Go's tracer saw of goroutines, however many")},
	{name: string(picture.Moments), value: picture.Moments, means: tr.Mark("what the check saw from outside")},
}

// drawn reports whether it is lanes that the format shows, and not steps.
func (f traceFormat) drawn() bool { return f != traceText && f != traceJSON }

func traceCommand(s *session) *cobra.Command {
	var flags traceFlags
	cmd := &cobra.Command{
		Use:   tr.T("trace EXERCISE"),
		Short: tr.T("Show a run of your code step by step"),
		Long: tr.T(`Run a check on your code, or on a submission that lies elsewhere, and show the run
step by step. One goroutine runs at a time, and a schedule's number says which goes
on; grade names the number of one under which a check fails. Without --schedule, one
is looked for, and of those that fail the one with the fewest switches is shown.

Each line is a step: what a goroutine does from there until it, or another one, goes
on from somewhere else. A > marks a switch to another goroutine. Between the lines
stands what the others do, what the clients see and what is printed.

The other formats draw the run: a lane for each client, goroutine and task, in the order
in which things happened. They draw an outside check, too, as it was seen from outside.

A trace shows, it does not judge: the exit code is 0 whether the check fails or not,
2 when the command or its input is wrong, 3 when the grader itself failed.`),
		Example: `  workbook trace 09
  workbook trace 09 --check TestOnePanics --schedule 4711
  workbook trace 01 --format lanes
  workbook trace 02 --from /tmp/submission --format html --output run.html`,
		Args:              oneExercise,
		ValidArgsFunction: s.complete(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.trace(cmd.Context(), args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.check, "check", "", tr.T("the check to run, by its `NAME`; without it the first that fails"))
	f.StringVar(&flags.from, "from", "", tr.T("the submission's `folder`, or an archive of it, as for grade"))
	keyVar(f, &flags.key)
	f.Var((*scheduleFlag)(&flags.schedule), "schedule", tr.T("run it under the schedule of this `number`, as a report names it"))
	wordVar(cmd, f, &flags.format, "format", tr.T("of the trace"), traceFormats)
	wordVar(cmd, f, &flags.source, "source", tr.T("what lanes are drawn from"), traceSources)
	f.StringVar(&flags.output, "output", "", tr.T("write to `file`; - is standard output"))
	wordVar(cmd, f, &flags.isolation, "isolation", tr.T("the `level` at which to wall work in"), levels())
	_ = cmd.RegisterFlagCompletionFunc("check", s.completeCheck) // it fails for a flag that is none
	return cmd
}

// trace records a run and shows it.
func (s *session) trace(ctx context.Context, args []string, flags traceFlags) error {
	d, e, err := s.exercise(ctx, args)
	if err != nil {
		return err
	}
	if flags.format.drawn() {
		return s.drawTrace(ctx, d, e, flags)
	}
	if flags.source != "" && flags.source != picture.Steps {
		return errorWithHint(tr.Errorf("a list of steps is made from steps only"), tr.T("choose another --format, such as lanes"))
	}
	var run *steps.Run
	err = s.traced(ctx, d, e, flags, func(g *grader.Grader, sub grader.Submission) error {
		run, err = g.Steps(ctx, sub, flags.check, flags.schedule)
		return err
	})
	if err != nil {
		return err
	}
	s.unfound(run.Verdict, flags)
	if flags.format == traceJSON {
		return s.writeTo(flags.output, func(w io.Writer) error { return writeJSON(w, run) })
	}
	if flags.output != "" && flags.output != "-" {
		return errorWithHint(tr.Errorf("a list of steps goes to standard output only"), tr.T("send it elsewhere with >, or choose another --format"))
	}
	newTracer(s.out, run).write()
	return nil
}

// completeCheck offers the checks of the exercise that is named.
func (s *session) completeCheck(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	c, err := s.openCourse()
	if err != nil || len(args) != 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	e, err := c.Exercise(args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var all []cobra.Completion
	for _, check := range e.Checks {
		if check.Kind == report.Inside {
			all = append(all, cobra.CompletionWithDesc(check.Name, check.Title))
		}
	}
	return all, cobra.ShellCompDirectiveNoFileComp
}
