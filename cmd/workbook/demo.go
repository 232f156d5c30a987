package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lanes"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// demosSchema names the JSON form of the list of demos.
const demosSchema = "workbook.demos/v1"

type demoListing struct {
	Schema string      `json:"schema"`
	Demos  []demo.Demo `json:"demos"`
}

// A demoFormat is how a demo is written.
type demoFormat int

const (
	demoText demoFormat = iota
	demoSVG
	demoJSON
)

var demoFormats = []word[demoFormat]{
	{name: "text", value: demoText},
	{name: "svg", value: demoSVG, means: tr.Mark("a picture for a slide")},
	{name: "json", value: demoJSON, means: tr.Mark("schema workbook.demo/v1")},
}

// demoFlags are what the flags of demo say.
type demoFlags struct {
	format demoFormat
	output string
	set    []string
}

func demoCommand(s *session) *cobra.Command {
	var flags demoFlags
	cmd := &cobra.Command{
		Use:   tr.T("demo [NAME | EXERCISE]"),
		Short: tr.T("Run a demo on this machine, and show what was measured"),
		Long: tr.T(`Run a demo of what an exercise is about: real servers, clients, goroutines and
processes on this machine, for about two seconds. It shows who did what when, and
what was measured; no figure is made up. Nothing of yours is run or changed.

Without a name it lists the demos, with what can be set.`),
		Example:           "  workbook demo echo\n  workbook demo 13 --set n=8 --set clients=200\n  workbook demo limit --format svg --output limit.svg",
		ValidArgsFunction: s.completeDemo,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return s.listDemos(flags)
			}
			if len(args) > 1 {
				return errorWithHint(tr.Errorf("%s takes one demo, not %d", cmd.CommandPath(), len(args)))
			}
			return s.demo(cmd.Context(), args[0], flags)
		},
	}
	wordVar(cmd, cmd.Flags(), &flags.format, "format", tr.T("of what is written"), demoFormats)
	cmd.Flags().StringVar(&flags.output, "output", "", tr.T("write to `file`; - is standard output"))
	cmd.Flags().StringSliceVar(&flags.set, "set", nil, tr.T("a parameter of the demo, as `name=number`; several times, or with commas"))
	return cmd
}

// demo runs a demo and writes what it has measured.
func (s *session) demo(ctx context.Context, named string, flags demoFlags) error {
	words := report.Words(tr.Printer{})
	if flags.format == demoJSON { // other programs read it, in English
		words = report.English
	}
	d, done, err := s.findDemo(ctx, named, words)
	if err != nil {
		return err
	}
	defer done()
	params, err := demoParams(flags.set)
	if err != nil {
		return err
	}
	if err := d.Check(params); err != nil {
		wrong := (*demo.ParamError)(nil)
		if errors.As(err, &wrong) {
			return errorWithHint(err, wrong.Fix)
		}
		return err
	}
	running := newLive(s.err, nil)
	var watch func(demo.Frame)
	if running != nil {
		watch = func(f demo.Frame) { running.show(tr.T("the demo %s runs: %d ms", d.Name, f.Elapsed/1000)) }
	}
	result, err := d.Run(ctx, params, watch)
	running.clear()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return failed(tr.Errorf("the demo %s could not be run: %w", d.Name, err), tr.T("it needs to open ports on this machine and to start processes; `workbook doctor` looks at what may be wrong"))
	}
	return s.writeDemo(result, flags)
}

func (s *session) writeDemo(r demo.Result, flags demoFlags) error {
	toScreen := flags.output == "" || flags.output == "-"
	switch flags.format {
	case demoJSON:
		return s.writeTo(flags.output, func(w io.Writer) error { return writeJSON(w, r) })
	case demoSVG:
		return s.writeTo(flags.output, func(w io.Writer) error {
			_, err := io.WriteString(w, lanes.SVG(r))
			return err
		})
	}
	look := lanes.Look{Width: plainWidth, Spoken: s.out.spoken, ASCII: os.Getenv("TERM") == "dumb"}
	if toScreen {
		look.Width, look.Paint = s.out.columns(), s.paintLane
	}
	return s.writeTo(flags.output, func(w io.Writer) error {
		_, err := io.WriteString(w, lanes.Text(r, look))
		return err
	})
}

// paintLane gives the styles of lanes the colors that other output has.
func (s *session) paintLane(style lanes.Style, text string) string {
	return s.out.paint(map[lanes.Style]string{
		lanes.Heading: bold, lanes.Waits: dim, lanes.Silent: yellow, lanes.Served: green, lanes.Lost: red, lanes.Aside: dim, lanes.Stops: yellow,
	}[style], text)
}

// findDemo is the demo of that name, or the one of an exercise. done is called when it is
// needed no more.
func (s *session) findDemo(ctx context.Context, named string, words report.Words) (d demo.Demo, done func(), err error) {
	done = func() {}
	if d, ok := demo.Find(named, words); ok {
		return d, done, nil
	}
	c, err := s.openCourse()
	if err != nil {
		return d, done, errorWithHint(tr.Errorf("there is no demo %q", named), tr.T("`workbook demo` lists them"))
	}
	e, err := c.Exercise(named)
	draft := (*course.DraftError)(nil)
	switch {
	case errors.As(err, &draft):
		return d, done, noExercise(err)
	case err != nil:
		return d, done, errorWithHint(tr.Errorf("there is no demo and no exercise %q", named), tr.T("`workbook demo` lists them"))
	case e.Demo == course.OwnDemo:
		return s.ownDemo(ctx, c, e, words)
	}
	d, ok := demo.Find(e.Demo, words)
	if !ok {
		return d, done, errorWithHint(tr.Errorf("%s has no demo", e.ID), tr.T("`workbook demo` lists them"))
	}
	return d, done, nil
}

// ownDemo has an exercise's own demo built.
func (s *session) ownDemo(ctx context.Context, c *course.Course, e *course.Exercise, words report.Words) (d demo.Demo, done func(), err error) {
	g, err := grader.New(c, grader.Options{})
	if err != nil {
		return d, nil, noGrader(err)
	}
	done = func() { g.Close() }
	d, err = g.Demo(ctx, e.ID, words)
	if err != nil {
		done()
	}
	switch {
	case ctx.Err() != nil:
		return d, nil, ctx.Err()
	case err != nil:
		return d, nil, failed(tr.Errorf("the demo of %s cannot be run: %w", e.ID, err), tr.T("whoever wrote the course can mend it: `go doc workbook/grader/demo/live` says how demos are written"))
	}
	return d, done, nil
}

// demoParams reads what --set says.
func demoParams(set []string) (map[string]int, error) {
	params := map[string]int{}
	for _, text := range set {
		name, value, _ := strings.Cut(text, "=")
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil {
			return nil, errorWithHint(tr.Errorf("--set cannot be %q", text), tr.T("write it like --set clients=8"))
		}
		params[strings.TrimSpace(name)] = n
	}
	return params, nil
}
