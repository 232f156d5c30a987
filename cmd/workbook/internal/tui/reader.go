package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/lesson"
)

// A reader shows one page of a lesson.
type reader struct {
	lesson lesson.Lesson
	err    error // why there is no lesson
	page   int
	scroll scroll
	width  int
}

// maxText is the width beyond which prose is tiring to read.
const maxText = 88

func newReader(l lesson.Lesson, err error) *reader {
	return &reader{lesson: l, err: err, scroll: newScroll()}
}

func (r *reader) pages() int { return len(r.lesson.Pages) }

// turn goes by pages, and reports whether there was one to go to.
func (r *reader) turn(by int, t theme) bool {
	to := min(max(r.page+by, 0), max(r.pages()-1, 0))
	if to == r.page {
		return false
	}
	r.page = to
	r.render(t)
	r.scroll.top()
	return true
}

func (r *reader) size(width, height int, t theme) {
	changed := r.width != width
	r.width = width
	r.scroll.size(width, height)
	if changed {
		r.render(t)
	}
}

// render lays the page out again: another page, width or theme.
func (r *reader) render(t theme) {
	if r.width == 0 {
		return
	}
	if r.err != nil {
		s := newSheet(r.width)
		s.para(t.text, 1, "The lesson cannot be shown: "+r.err.Error())
		r.scroll.set(s.lines)
		return
	}
	if r.pages() == 0 {
		r.scroll.set([]string{t.dim.Render(" Reading the lesson")})
		return
	}
	r.scroll.set(paint(lesson.Render(r.lesson.Pages[r.page], min(r.width-2, maxText)), r.width-2, " ", t))
}

// paint turns lines of a lesson into lines of the screen, cut at width and with
// indent before each.
func paint(lines []lesson.Line, width int, indent string, t theme) []string {
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
func goLines(src string, width int, t theme) []string {
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

func (t theme) span(s lesson.Style) lipgloss.Style {
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
