package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/drawing"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// draw are the rows of the page.
func (v *lanesView) draw() []string {
	t, width := v.room.theme, v.room.width
	var out []string
	for i, run := range v.runs {
		if len(v.runs) > 1 {
			out = append(out, v.heading(i))
		}
		if run.empty() {
			out = append(out, fit(t.dim.Render("  "+tr.T("Nothing was seen of this run.")), width))
			continue
		}
		out = append(out, run.draw(i == v.active)...)
	}
	if v.plan.legend > 0 {
		hidden := v.now().hidden()
		legend := filled(v.now().legend(width, v.plan.legend, lipgloss.Width(hidden)), width, v.plan.legend)
		last := &legend[len(legend)-1]
		*last = ends(strings.TrimRight(*last, " "), t.dim.Render(hidden), width)
		out = append(out, legend...)
	}
	said, source := v.words()
	out = append(out, said...)
	if source > 0 && !v.now().empty() {
		at := v.now().place()
		out = append(out, v.rule(at))
		out = append(out, filled(v.source.rows(at, source), width, source)...)
	}
	return filled(out, width, v.room.height)
}

// heading names one of two runs, and says how it ended.
func (v *lanesView) heading(i int) string {
	t, run := v.room.theme, v.runs[i]
	sign, mark := endSign(t, run.p.Verdict)
	look := t.dim
	if i == v.active {
		look = t.accent
	}
	return fit(" "+sign.Render(mark)+" "+look.Render(run.name)+t.dim.Render("  "+tr.Verdict(run.p.Verdict)), v.room.width)
}

// rule stands above the source, with the file's name.
func (v *lanesView) rule(at spot) string {
	t := v.room.theme
	name := " "
	if at.file != "" {
		name = " " + at.file + " "
	}
	left := t.rule.Render(strings.Repeat(glyphRule, 2)) + t.dim.Render(name)
	return fit(left+t.rule.Render(strings.Repeat(glyphRule, max(v.room.width-lipgloss.Width(left), 0))), v.room.width)
}

// words are the rows of what is said, and how many are left for the source: where a sentence
// wants more than its share, the source gives way.
func (v *lanesView) words() (said []string, source int) {
	rows, source := v.plan.said, v.plan.source
	switch over := len(v.said(v.room.height)) - rows; {
	case source == 0 || over <= 0:
	case source-over >= 2: // the line and its column
		rows, source = rows+over, source-over
	default:
		rows, source = rows+source+1, 0 // with the row of its rule
	}
	return filled(v.said(rows), v.room.width, rows), source
}

// said is, in so many rows at most, what happens at the cursor, what the chosen lane does
// then, and what the picture lacks.
func (v *lanesView) said(most int) []string {
	t, c := v.room.theme, v.now().chart
	s := newSheet(v.room.width - 1)
	switch {
	case c.ended():
		look, mark := endSign(t, c.p.Verdict)
		s.hanging(t.text, " "+look.Render(mark)+" ", clipped(ending(c)))
	default:
		s.hanging(t.strong, " "+t.accent.Render(glyphNow)+" ", sentence(c.p, c.cursor)+".")
	}
	first := s.lines
	lane := v.lane()
	rest := newSheet(v.room.width - 1)
	if lane != "" {
		rest.hanging(t.text, " "+t.accent.Render(glyphPointer)+" ", lane+".")
	}
	if c.p.Lacks != "" {
		rest.hanging(t.dim, "   ", tr.Text(c.p.Lacks))
	}
	if n := c.p.Left; n > 0 {
		rest.hanging(t.dim, "   ", tr.N(n, "%d more step is not shown.", "%d more steps are not shown.", n))
	}
	return cut(first, rest.lines, most)
}

// sentence says an event, and when it was where that is not at the beginning.
func sentence(p *picture.Picture, event int) string {
	said := wording.Told(p, event)
	if at := p.Time(event); at >= drawing.Least(p) {
		return tr.T("%s (after %s)", said, wording.Length(at))
	}
	return said
}

// cut has the first lines and the others in so many: the first lines give way, but for one.
func cut(first, rest []string, most int) []string {
	if over := len(first) + len(rest) - most; over > 0 {
		keep := max(len(first)-over, 1)
		if keep < len(first) {
			first = append(first[:keep-1:keep-1], strings.TrimRight(first[keep-1], " ")+"…")
		}
	}
	return append(first[:len(first):len(first)], rest...)
}

// ending says how the run has ended.
func ending(c *chart) string {
	switch {
	case c.p.Verdict.Passed():
		return tr.T("The run ends here, and the check passes.")
	case c.p.Message != "":
		return tr.T("The run ends here: %s", c.p.Message)
	}
	return tr.T("The run ends here: %s.", tr.Verdict(c.p.Verdict))
}

// lane says what the chosen lane does at the cursor.
func (v *lanesView) lane() string {
	c := v.now().chart
	lane := c.lane()
	if lane < 0 {
		return ""
	}
	name := wording.Name(c.p, lane)
	said := wording.Because(c.p, lane, c.event())
	switch fate := wording.Fate(c.p, lane); {
	case c.ended() && fate != "" && said == "":
		return name + " " + fate
	case c.ended() && fate != "":
		return tr.T("%s, to the end", said)
	case said != "":
		return said
	}
	for _, s := range c.p.Lanes[lane].Spans {
		if s.From > c.event() {
			return tr.T("%s is not there yet", name)
		}
	}
	return tr.T("%s is over", name)
}
