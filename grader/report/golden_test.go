package report_test

import (
	"bytes"
	"io"
	"regexp"
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

// A link has no width, and does not change where lines are folded.
func TestLinksChangeNothingThatIsSeen(t *testing.T) {
	link := func(file, text string) string { return "\x1b]8;;file:///" + file + "\x07" + text + "\x1b]8;;\x07" }
	for _, width := range []int{0, 30, 60, 80, 120} {
		for _, color := range []bool{false, true} {
			var with, without bytes.Buffer
			opt := report.TextOptions{Width: width, Color: color}
			require.NoError(t, report.WriteText(&without, rich(), opt))
			opt.Link = link
			require.NoError(t, report.WriteText(&with, rich(), opt))
			require.NotEqual(t, without.String(), with.String())
			require.Equal(t, without.String(), regexp.MustCompile("\x1b]8;;[^\x07]*\x07").ReplaceAllString(with.String(), ""))
			for _, at := range regexp.MustCompile("\x1b]8;;file:///([^\x07]*)\x07([^\x1b]*)").FindAllStringSubmatch(with.String(), -1) {
				require.Regexp(t, "^"+regexp.QuoteMeta(at[1])+`(:\d+)*$`, at[2], "a link is a place, and nothing of the sentence")
			}
		}
	}
}

func text(opt report.TextOptions) func(io.Writer, *report.Report) error {
	return func(w io.Writer, r *report.Report) error { return report.WriteText(w, r, opt) }
}
