package tui

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"workbook/grader/report"
)

// A sheet is a text that is being laid out: lines of styled text, none wider
// than width. What learner code printed enters a sheet only through its methods,
// which take everything out that a terminal would obey.
type sheet struct {
	width int
	lines []string
}

func newSheet(width int) *sheet { return &sheet{width: max(width, 8)} }

// clean makes s safe for the screen and expands its tabs.
func clean(s string) string {
	return strings.ReplaceAll(report.Terminal(s), "\t", "    ")
}

// wrap breaks s into lines no wider than width, between words where it can.
func wrap(s string, width int) []string {
	return strings.Split(ansi.Wrap(clean(s), max(width, 1), ""), "\n")
}

// para adds text, wrapped, with every line indented.
func (s *sheet) para(style lipgloss.Style, indent int, text string) {
	s.hanging(style, strings.Repeat(" ", indent), text)
}

// hanging adds text behind lead, which may be styled; the lines after the first
// are indented as far.
func (s *sheet) hanging(style lipgloss.Style, lead, text string) {
	indent := lipgloss.Width(lead)
	for i, line := range wrap(text, s.width-indent) {
		if i > 0 {
			lead = strings.Repeat(" ", indent)
		}
		s.lines = append(s.lines, lead+style.Render(strings.TrimRight(line, " ")))
	}
}

// entry adds text behind lead, wrapped, and words at the end of its first line; where that
// leaves no room for the text, below it.
func (s *sheet) entry(style lipgloss.Style, lead, text string, dim lipgloss.Style, words string) {
	const least = 20 // columns of text
	first, column := len(s.lines), 0
	if w := lipgloss.Width(words); w > 0 {
		column = w + 2 // or the text seems to go on in them
	}
	below := s.width-lipgloss.Width(lead)-column < least
	if below {
		column = 0
	}
	narrow := sheet{width: s.width - column}
	narrow.hanging(style, lead, text)
	s.lines = append(s.lines, narrow.lines...)
	switch {
	case words == "":
	case below:
		s.styled(strings.Repeat(" ", lipgloss.Width(lead)) + dim.Render(words))
	default:
		s.lines[first] = fit(s.lines[first], s.width-column) + "  " + dim.Render(words)
	}
}

// value adds data behind lead, broken where the width ends, on so many lines at
// most.
func (s *sheet) value(style lipgloss.Style, lead, data string, most int) {
	indent := lipgloss.Width(lead)
	lines := strings.Split(ansi.Hardwrap(clean(data), max(s.width-indent, 1), true), "\n")
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = ansi.Truncate(lines[most-1], max(s.width-indent-1, 1), "") + "…"
	}
	for i, line := range lines {
		if i > 0 {
			lead = strings.Repeat(" ", indent)
		}
		s.lines = append(s.lines, lead+style.Render(line))
	}
}

// raw adds text as it is, broken where the width ends and not between words.
func (s *sheet) raw(style lipgloss.Style, indent int, text string) {
	lead := strings.Repeat(" ", indent)
	for line := range strings.SplitSeq(ansi.Hardwrap(clean(text), max(s.width-indent, 1), true), "\n") {
		s.lines = append(s.lines, lead+style.Render(line))
	}
}

// styled adds a line that is laid out already; what does not fit is cut.
func (s *sheet) styled(line string) {
	s.lines = append(s.lines, ansi.Truncate(line, s.width, "…"))
}

// blank adds an empty line, but never a second one in a row nor a first.
func (s *sheet) blank() {
	if n := len(s.lines); n > 0 && s.lines[n-1] != "" {
		s.lines = append(s.lines, "")
	}
}

// flow adds styled items side by side, on as many lines as they need.
func (s *sheet) flow(indent int, gap string, items ...string) {
	line, lead := "", strings.Repeat(" ", indent)
	for _, item := range items {
		switch {
		case line == "":
			line = lead + item
		case lipgloss.Width(line)+lipgloss.Width(gap)+lipgloss.Width(item) > s.width:
			s.styled(line)
			line = lead + item
		default:
			line += gap + item
		}
	}
	if line != "" {
		s.styled(line)
	}
}

// fit cuts or pads a styled line to exactly width columns.
func fit(line string, width int) string {
	w := lipgloss.Width(line)
	if w > width {
		line = ansi.Truncate(line, width, "…")
		w = lipgloss.Width(line)
	}
	return line + strings.Repeat(" ", max(0, width-w))
}

// shorten cuts text that is wider than width after a word, or within the first one.
func shorten(text string, width int) string {
	if lipgloss.Width(text) <= width {
		return text
	}
	cut := ansi.Truncate(text, max(width-1, 0), "")
	if rest := text[len(cut):]; !strings.HasPrefix(rest, " ") {
		if i := strings.LastIndexByte(cut, ' '); i > 0 {
			cut = cut[:i]
		}
	}
	return strings.TrimRight(cut, " ") + "…"
}

// ends puts left and right at the two ends of a line. When both do not fit,
// right goes.
func ends(left, right string, width int) string {
	gap := width - lipgloss.Width(left) - lipgloss.Width(right)
	if gap < 1 {
		return fit(left, width)
	}
	return left + strings.Repeat(" ", gap) + right
}

// placed cuts text that is wider than width and ends with a place: the place stays, for without
// it nobody finds the line, and what stands before it gives way.
func placed(text, place string, width int) string {
	const least = 8 // columns that say anything
	before, ends := strings.CutSuffix(text, place)
	room := width - lipgloss.Width(place) - 1
	if lipgloss.Width(text) <= width || place == "" || !ends || room < least {
		return shorten(text, width)
	}
	before = strings.TrimRight(before, " ")
	cut := shorten(before, room)
	if 2*lipgloss.Width(cut) < room { // a long word is cut rather than dropped
		cut = ansi.Truncate(before, room, "…")
	}
	return cut + " " + place
}

// plainText takes the styles off a line.
func plainText(line string) string { return ansi.Strip(line) }

// clipped bounds what one message may take of the screen.
func clipped(s string) string { return report.Clip(s, 600) }

// filled are exactly so many lines, all of a width.
func filled(lines []string, width, height int) []string {
	out := make([]string, 0, max(height, 0))
	for i := range max(height, 0) {
		if i < len(lines) {
			out = append(out, fit(lines[i], width))
		} else {
			out = append(out, strings.Repeat(" ", width))
		}
	}
	return out
}
