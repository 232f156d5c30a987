package report_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// Run with -update after a change that is meant.
func TestGolden(t *testing.T) {
	for name, write := range map[string]func(io.Writer, *report.Report) error{
		"json":     report.WriteJSON,
		"junit":    report.WriteJUnit,
		"github":   report.WriteGitHub,
		"csv":      report.WriteCSV,
		"markdown": report.WriteMarkdown, "html": report.WriteHTML, "gradescope": report.WriteGradescope, "moodle": report.WriteMoodle, "canvas": report.WriteCanvas, "sarif": report.WriteSARIF, "tap": report.WriteTAP,
		"text":  text(report.TextOptions{Width: 80}),
		"color": text(report.TextOptions{Width: 60, Color: true, Verbose: true}),
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, write(&b, rich()))
			golden.RequireEqual(t, b.Bytes())
		})
	}
}

func text(opt report.TextOptions) func(io.Writer, *report.Report) error {
	return func(w io.Writer, r *report.Report) error { return report.WriteText(w, r, opt) }
}
