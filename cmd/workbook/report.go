package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/grader/atomicfile"
	"workbook/grader/report"
)

func reportCommand(s *session) *cobra.Command {
	var format report.Format
	var output string
	cmd := &cobra.Command{
		Use:   tr.T("report FILE..."),
		Short: tr.T("Put reports together, and write them in another format"),
		Long: tr.T(`Read reports in the format json, as grade and batch write them, put them together
in the order in which they are named, and write the whole in another format.
- is standard input.

The formats are

%s
The exit code is that of grade.`, formatTable()),
		Example: `  workbook report grades/report.json --format canvas --output canvas.csv
  workbook report monday.json tuesday.json --format html --output week.html`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errorWithHint(tr.Errorf("report needs a report"), tr.T("for instance `workbook report grades/report.json --format html`"))
			}
			whole, err := s.readReports(args)
			if err != nil {
				return err
			}
			if err := s.writeReport(whole, format, output); err != nil {
				return err
			}
			return silent(whole.ExitCode())
		},
	}
	wordVar(cmd, cmd.Flags(), &format, "format", tr.T("of what is written"), formats())
	cmd.Flags().StringVar(&output, "output", "", tr.T("write to `file`; - is standard output"))
	return cmd
}

// formatTable lists the formats for a help text.
func formatTable() string {
	var b strings.Builder
	for _, f := range report.Formats {
		fmt.Fprintf(&b, "  %-11s %s\n", f.Name, tr.Text(f.About))
	}
	return b.String()
}

// readReports reads reports and merges them.
func (s *session) readReports(names []string) (*report.Report, error) {
	var all []*report.Report
	for _, name := range names {
		var from io.Reader = s.in
		if name != "-" {
			f, err := os.Open(name)
			if err != nil {
				return nil, errorWithHint(err, tr.T("name files that were written with --format json"))
			}
			defer f.Close()
			from = f
		}
		r, err := report.ReadJSON(from)
		if err != nil {
			return nil, errorWithHint(fmt.Errorf("%s: %w", name, err), tr.T("name files that were written with --format json"))
		}
		all = append(all, r)
	}
	return report.Merge(all...), nil
}

// writeReport writes a report to a file, or to standard output.
func (s *session) writeReport(r *report.Report, f report.Format, output string) error {
	opt := report.TextOptions{Words: tr.Printer{}}
	if s.out.terminal && (output == "" || output == "-") {
		opt.Color, opt.Width = s.out.color, s.out.width()
	}
	return s.writeTo(output, func(w io.Writer) error { return f.Write(w, r, opt) })
}

func notWritten(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, report.ErrOneExercise):
		return errorWithHint(err)
	}
	return failed(tr.Errorf("the report cannot be written: %w", err))
}

// writeTo writes to a file that is replaced whole, or to standard output.
func (s *session) writeTo(output string, write func(io.Writer) error) error {
	if output == "" || output == "-" {
		return notWritten(write(s.out))
	}
	file, err := atomicfile.Create(output)
	if err != nil {
		return errorWithHint(tr.Errorf("it cannot be written: %w", err), tr.T("choose another --output"))
	}
	defer file.Discard()
	if err := write(file); err != nil {
		return notWritten(err)
	}
	return notWritten(file.Commit())
}
