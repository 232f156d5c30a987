package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/lesson"
)

// paint turns lines of a lesson into lines of the screen, folded at width and with
// indent before each.
func paint(lines []lesson.Line, width int, indent string, t *theme) []string {
	out := make([]string, 0, len(lines))
	var b strings.Builder
	for _, line := range lines {
		for _, part := range line.Fold(width) {
			b.Reset()
			b.WriteString(indent)
			for _, span := range part {
				b.WriteString(t.span(span.Style).Render(span.Text))
			}
			out = append(out, b.String())
		}
	}
	return out
}

// page lays a page of a lesson out, width columns wide.
func (t *theme) page(p lesson.Page, width int) []lesson.Line {
	if t.marked {
		p = p.Marked()
	}
	return lesson.Render(p, width)
}

// markdown is a few sentences of a course, such as a hint, width columns wide.
func markdown(text string, width int, indent string, t *theme) []string {
	var out []string
	for _, p := range lesson.Parse([]byte(text)).Pages {
		out = append(out, paint(t.page(p, width-len(indent)), width-len(indent), indent, t)...)
	}
	return out
}

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
	case lesson.Folded, lesson.Comment:
		return t.comment
	case lesson.Same:
		return t.dim
	case lesson.Keyword:
		return t.keyword
	case lesson.TypeName, lesson.Builtin:
		return t.code
	case lesson.StringLit, lesson.NumberLit:
		return t.literal
	}
	return t.text
}
