package plain

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/report"
)

// A printer writes lines. What a course or a submission says cannot steer the terminal
// through it.
type printer struct {
	w     io.Writer
	width func() int
}

// room is the width that lines are wrapped to: one column less than there is, since some
// terminals start a new line with the last.
func (p *printer) room() int { return max(p.width()-1, lesson.MinWidth) }

// part writes text of this program as it stands.
func (p *printer) part(text string) { fmt.Fprint(p.w, text) }

// say writes sentences as one paragraph; those that are empty are left out.
func (p *printer) say(sentences ...string) {
	var b strings.Builder
	for _, s := range sentences {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(report.OneLine(s))
	}
	p.part(ansi.Wordwrap(b.String(), p.room(), "") + "\n")
}

// page writes blocks of a lesson.
func (p *printer) page(page lesson.Page) {
	var b strings.Builder
	for _, l := range lesson.Render(page.Spoken(), min(p.room(), widest)) {
		for _, span := range l {
			if span.Style == lesson.Bullet {
				span.Text = strings.ReplaceAll(span.Text, "•", "-")
			}
			b.WriteString(span.Text)
		}
		b.WriteByte('\n')
	}
	p.part(b.String())
}

// widest is the width in columns beyond which prose is tiring to read.
const widest = 88

// markdown writes a few sentences of a course, such as a hint.
func (p *printer) markdown(text string) {
	for _, page := range lesson.Parse([]byte(text)).Pages {
		p.page(page)
	}
}

// block writes lines as they came, each indented.
func (p *printer) block(text string) {
	for l := range strings.Lines(report.Terminal(text)) {
		p.part("  " + strings.TrimRight(l, "\n") + "\n")
	}
}
