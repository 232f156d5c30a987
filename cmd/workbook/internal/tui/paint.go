package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/lesson"
)

// paint turns lines of a lesson into lines of the screen, cut at width and with
// indent before each.
func paint(lines []lesson.Line, width int, indent string, t *theme) []string {
	out := make([]string, 0, len(lines))
	var b strings.Builder
	for _, line := range lines {
		b.Reset()
		b.WriteString(indent)
		for _, span := range line.Clip(width) {
			b.WriteString(t.span(span.Style).Render(span.Text))
		}
		out = append(out, b.String())
	}
	return out
}

// goLines colors Go source. Lines that are too long go on below, indented, so
// that all of a file can be read beside another.
func goLines(src string, width int, t *theme) []string {
	const indent = 8
	page := lesson.Page{Blocks: []lesson.Block{lesson.CodeBlock{Lang: "go", Text: clean(src)}}}
	var out []string
	for _, line := range paint(lesson.Render(page, width), maxCode, "", t) {
		if lipgloss.Width(line) > width {
			line = strings.ReplaceAll(lipgloss.Wrap(line, width-indent, ""), "\n", "\n"+strings.Repeat(" ", indent))
		}
		out = append(out, strings.Split(line, "\n")...)
	}
	return out
}

// maxCode is where a line of code is cut in any case.
const maxCode = 1000

func (t *theme) span(s lesson.Style) lipgloss.Style {
	switch s {
	case lesson.Title:
		return t.accent
	case lesson.Subtitle, lesson.Strong, lesson.TableHead:
		return t.strong
	case lesson.Emph:
		return t.italic
	case lesson.Code:
		return t.code
	case lesson.LinkText, lesson.URL:
		return t.link
	case lesson.Quoted:
		return t.quoted
	case lesson.Bar, lesson.Bullet:
		return t.accent
	case lesson.RuleMark:
		return t.rule
	case lesson.Clipped, lesson.Comment:
		return t.comment
	case lesson.Keyword:
		return t.keyword
	case lesson.TypeName, lesson.Builtin:
		return t.code
	case lesson.StringLit, lesson.NumberLit:
		return t.literal
	}
	return t.text
}
