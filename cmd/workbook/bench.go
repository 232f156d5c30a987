package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/schedules"
	"workbook/grader"
	"workbook/grader/atomicfile"
	"workbook/grader/bench"
	"workbook/grader/course"
)

type benchFlags struct {
	all     bool
	fresh   bool
	runs    int
	format  benchFormat
	output  string
	against string
	readme  string
	trace   string // an exercise
	class   int    // submissions
	request grader.Request
}

// A benchFormat is a way to write what was measured.
type benchFormat struct {
	Name  string
	write func(*screen, *bench.Report) error
}

var benchFormats = []word[benchFormat]{
	{name: "text", value: benchFormat{"text", func(out *screen, r *bench.Report) error { return r.WriteText(out) }}},
	{name: "json", value: benchFormat{"json", func(out *screen, r *bench.Report) error {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	}}},
	{name: "markdown", value: benchFormat{"markdown", func(out *screen, r *bench.Report) error { return r.WriteMarkdown(out) }}},
}

// benchCommand measures the grader. It is for those who change it, and not translated.
func benchCommand(s *session) *cobra.Command {
	var flags benchFlags
	cmd := &cobra.Command{
		Use:    "bench EXERCISE... | --all",
		Hidden: true,
		Short:  "Measure how long a verdict takes, against go test",
		Long: `Measure how long a verdict takes and what it costs of processors, each time beside
go test of the same hidden tests with the same edit. --against compares with a report
that was written before with --output, and fails for nothing that it finds.

--class grades so many submissions as a batch does, beside a loop of go test -race over
the first tens of them, as many tens as --runs says.`,
		Example: `  workbook bench 02 05 --runs 20
  workbook bench --all --output now.json --against before.json
  workbook bench --trace 02 --format json
  workbook bench --all --class 200`,
		ValidArgsFunction: s.complete(true),
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.trace != "" {
				return s.benchTrace(cmd.Context(), flags)
			}
			if len(args) == 0 && !flags.all {
				return errorWithHint(errors.New("bench needs an exercise"), "for instance `workbook bench 02`, or --all for every one")
			}
			if flags.class > 0 {
				return s.benchClass(cmd.Context(), args, flags)
			}
			return s.bench(cmd.Context(), args, flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.all, "all", false, "every exercise of the course")
	f.IntVar(&flags.runs, "runs", 7, "how often everything is measured")
	f.BoolVar(&flags.fresh, "fresh", false, "measure the first verdict ever, too, which builds the standard library anew")
	wordVar(cmd, f, &flags.format, "format", "of what is printed", benchFormats)
	f.StringVar(&flags.output, "output", "", "write the figures to `file` as JSON")
	f.StringVar(&flags.against, "against", "", "say what has changed since those figures, in a `file`; it need not be there")
	f.StringVar(&flags.readme, "readme", "", "put the tables where they stand in a `file` in Markdown")
	f.IntVar(&flags.class, "class", 0, "measure so many submissions graded as a batch is; --format json for programs")
	f.StringVar(&flags.trace, "trace", "", "take one grading of an `exercise` apart: its stages and processes; with --format json\nfor https://ui.perfetto.dev")
	wordVar(cmd, f, &flags.request.Race, "race", "of --trace: the race stage", raceModes)
	schedules.Var(f, &flags.request.Schedules, grader.DefaultSchedules)
	return cmd
}

// benchTrace takes one grading apart.
func (s *session) benchTrace(ctx context.Context, flags benchFlags) error {
	c, err := s.openCourse()
	if err != nil {
		return err
	}
	e, err := c.Exercise(flags.trace)
	if err != nil {
		return noExercise(err)
	}
	b, err := bench.New(c, bench.Options{})
	if err != nil {
		return errorWithHint(err, "measure where the hidden tests are")
	}
	t, err := b.Trace(ctx, e.ID, flags.request)
	if err != nil {
		return failed(err)
	}
	if flags.format.Name == "json" {
		return t.WriteChrome(s.out)
	}
	return t.WriteText(s.out)
}

// newBench gives a bench, and the ids of the exercises to measure.
func (s *session) newBench(args []string, flags benchFlags, o bench.Options) (*bench.Bench, []string, error) {
	c, err := s.openCourse()
	if err != nil {
		return nil, nil, err
	}
	ids, err := toMeasure(c, args, flags.all)
	if err != nil {
		return nil, nil, err
	}
	b, err := bench.New(c, o)
	if err != nil {
		return nil, nil, errorWithHint(err, "measure where the hidden tests are")
	}
	return b, ids, nil
}

// benchClass measures what a class's work takes.
func (s *session) benchClass(ctx context.Context, args []string, flags benchFlags) error {
	b, ids, err := s.newBench(args, flags, bench.Options{Runs: flags.runs})
	if err != nil {
		return err
	}
	class, err := b.Class(ctx, ids, flags.class, func(what string) { fmt.Fprintln(s.err, what) })
	if err != nil {
		return failed(err)
	}
	if flags.format.Name == "json" {
		return writeJSON(s.out, class)
	}
	return class.WriteText(s.out)
}

func (s *session) bench(ctx context.Context, args []string, flags benchFlags) error {
	self, err := os.Executable()
	if err != nil {
		return failed(err)
	}
	b, ids, err := s.newBench(args, flags, bench.Options{Runs: flags.runs, Command: self, Fresh: flags.fresh})
	if err != nil {
		return err
	}
	before, err := lastBench(flags.against)
	if err != nil {
		return err
	}
	rep, err := b.Run(ctx, ids, func(what string) { fmt.Fprintln(s.err, what) })
	if err != nil {
		return failed(err)
	}
	if err := flags.format.write(s.out, rep); err != nil {
		return notWritten(err)
	}
	if before != nil {
		if err := rep.WriteChange(s.out, before); err != nil {
			return notWritten(err)
		}
	}
	if flags.readme != "" {
		if err := rewrite(flags.readme, rep.Into); err != nil {
			return failed(err)
		}
	}
	if flags.output == "" {
		return nil
	}
	data, err := json.MarshalIndent(rep, "", "  ")
	if err == nil {
		err = os.WriteFile(flags.output, append(data, '\n'), 0o644)
	}
	if err != nil {
		return failed(fmt.Errorf("the figures cannot be written: %w", err))
	}
	return nil
}

// rewrite changes a file.
func rewrite(file string, change func([]byte) ([]byte, error)) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("the figures cannot be put into %s: %w", file, err)
	}
	if text, err = change(text); err != nil {
		return fmt.Errorf("the figures cannot be put into %s: %w", file, err)
	}
	return atomicfile.WriteMode(file, text, 0o644)
}

// toMeasure are the ids of the exercises that are named.
func toMeasure(c *course.Course, args []string, all bool) (ids []string, err error) {
	if all {
		for _, e := range c.Exercises {
			ids = append(ids, e.ID)
		}
		return ids, nil
	}
	for _, arg := range args {
		e, err := c.Exercise(arg)
		if err != nil {
			return nil, noExercise(err)
		}
		ids = append(ids, e.ID)
	}
	return ids, nil
}

// lastBench reads the figures to compare with; nil when there are none.
func lastBench(file string) (*bench.Report, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, errorWithHint(err, "name a file that `workbook bench --output` has written")
	}
	var rep bench.Report
	if err := json.Unmarshal(data, &rep); err != nil || rep.Schema != bench.Schema {
		return nil, errorWithHint(fmt.Errorf("%s has no figures of this version of bench", file), "measure anew with --output")
	}
	return &rep, nil
}
