package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lanes"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// rows are the page as it stands: the parameters and what goes on, and below them, to scroll
// through, what was measured.
func (p *demoPane) rows() []string {
	if p.help != nil {
		return p.help.rows()
	}
	if p.old {
		p.shown, p.old = p.draw(), false
	}
	return p.shown
}

func (p *demoPane) draw() []string {
	head := append(p.parameters(), p.standing()...)
	head = append(head, "")
	height := max(p.room.height-len(head), 1)
	picture := p.picture(height)
	foot := p.foot(len(picture), height)
	atEnd := p.scroll.port.AtBottom() && !p.scroll.port.AtTop()
	p.scroll.size(p.room.width, height-len(foot))
	p.scroll.set(picture)
	if atEnd { // who looks at the figures goes on to do so
		p.scroll.bottom()
	}
	return filled(slices.Concat(head, p.scroll.rows(), foot), p.room.width, p.room.height)
}

// foot are the first figures with what they were before, where the picture does not fit and
// they may be out of sight.
func (p *demoPane) foot(rows, height int) []string {
	const least, most = 10, 3
	now, before, runs := p.compared()
	if before == nil || rows <= height || height < least {
		return nil
	}
	t := p.room.theme
	foot := []string{t.rule.Render(strings.Repeat(glyphRule, p.room.width))}
	for _, line := range lanes.Chief(*now, p.look(before, runs, p.room.width-2), most) {
		foot = append(foot, " "+line)
	}
	return foot
}

// parameters are a row for each, or all in as few as they need where there is little room.
func (p *demoPane) parameters() []string {
	const roomy, share = 16, 3 // rows; and no more than a third of them
	params, t := p.params(), p.room.theme
	if p.room.height < max(roomy, share*len(params)) {
		s := newSheet(p.room.width)
		var items []string
		for i, c := range params {
			items = append(items, p.parameter(i, report.OneLine(c.Name), p.value(c)))
		}
		s.flow(0, " ", items...)
		return s.lines
	}
	names, values := 0, 0
	for _, c := range params {
		names = max(names, lipgloss.Width(report.OneLine(c.Name)))
		values = max(values, lipgloss.Width(p.value(c)))
	}
	var rows []string
	for i, c := range params {
		row := p.parameter(i, fit(report.OneLine(c.Name), names), fit(p.value(c), values))
		rows = append(rows, fit(row+"  "+t.dim.Render(meaning(c, p.room.width-3-lipgloss.Width(row))), p.room.width-1))
	}
	return rows
}

// meaning is what a parameter is and may be, in so many columns: the bounds are not cut as
// long as they fit.
func meaning(c demo.Param, width int) string {
	whole := func(means string) string { return tr.T("%s (%d to %d)", means, c.Least, c.Most) }
	return whole(ansi.Truncate(report.OneLine(c.Means), max(width-lipgloss.Width(whole("")), 0), "…"))
}

// parameter is a parameter with its value; the chosen one stands between the signs of the
// keys that change it.
func (p *demoPane) parameter(i int, name, value string) string {
	t := p.room.theme
	if i != p.chosen {
		return "  " + t.text.Render(name+"   "+value) + "  "
	}
	return t.accent.Render(glyphPointer+" "+name+" ← "+value) + t.accent.Render(" →")
}

func (p *demoPane) value(c demo.Param) string {
	v := fmt.Sprint(p.values[c.Name])
	if c.Unit != "" {
		v += " " + report.OneLine(c.Unit)
	}
	return v
}

// standing says what goes on, or how the last run has ended.
func (p *demoPane) standing() []string {
	t, s := p.room.theme, newSheet(p.room.width-1)
	note := func(style lipgloss.Style, glyph, text string) {
		s.hanging(t.text, " "+style.Render(glyph)+" ", text)
	}
	switch {
	case p.state == demoPreparing:
		note(t.accent, glyphRunning, tr.T("The demo is being made ready."))
	case p.state == demoWaits:
		note(t.accent, glyphRunning, tr.T("It waits until %s is over: both would disturb each other. r runs it now.", p.work.Disturbs()))
	case p.state == demoEnds:
		note(t.accent, glyphRunning, tr.T("It ends, and begins again."))
	case p.state == demoRuns && p.frame == nil:
		note(t.accent, glyphRunning, tr.T("It runs on this machine."))
	case p.state == demoRuns:
		note(t.accent, glyphRunning, tr.T("It runs on this machine: %s", seconds(time.Duration(p.frame.Elapsed)*time.Microsecond)))
	case p.err != nil && p.demo == nil:
		note(t.bad, glyphFailing, tr.T("There is no demo to be run: %s", p.err.Error()))
		s.para(t.dim, 3, tr.T("r tries again, esc goes back."))
	case p.err != nil:
		note(t.bad, glyphFailing, tr.T("It could not be run: %s", p.err.Error()))
		s.para(t.dim, 3, tr.T("It needs to open ports on this machine and to start processes; `workbook doctor` looks at what may be wrong. r tries again."))
	case p.last != nil && p.last.disturbed != "":
		note(t.warn, glyphNotRun, tr.T("Measured in %s, and disturbed by %s. r runs it again.", seconds(p.last.took), p.last.disturbed))
	case p.last != nil:
		note(t.good, glyphPassed, tr.T("Measured on this machine, in %s", seconds(p.last.took)))
	default:
		note(t.dim, glyphNotRun, tr.T("It was stopped. r runs it again."))
	}
	return s.lines
}

func seconds(d time.Duration) string {
	return tr.T("%s s", strings.Replace(fmt.Sprintf("%.1f", d.Seconds()), ".", tr.T("."), 1))
}

// besideFrom is how wide a screen is that has room for two results beside each other.
const besideFrom = 160

// picture is what was measured, drawn for so many rows; and the result before beside it
// where there is room.
func (p *demoPane) picture(height int) []string {
	now, before, runs := p.compared()
	if now == nil {
		return p.about()
	}
	if before == nil || p.room.width < besideFrom {
		return p.drawing(now, before, runs, p.room.width-2, height)
	}
	width := (p.room.width-gapWidth)/2 - 1
	left := p.drawing(now, before, runs, width, height)
	right := append([]string{" " + p.room.theme.dim.Render(p.labelled(before)), ""}, p.drawing(before, nil, false, width, height)...)
	left = append([]string{" " + p.room.theme.accent.Render(p.labelled(now)), ""}, left...)
	var rows []string
	bar := p.room.theme.rule.Render(" " + glyphBar + " ")
	for i := range max(len(left), len(right)) {
		rows = append(rows, fit(at(left, i), width+1)+bar+fit(at(right, i), width+1))
	}
	return rows
}

// at is a line, or an empty one where there is none.
func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// compared are the result that is shown and the one before it; either may be nil.
func (p *demoPane) compared() (now, before *demo.Result, runs bool) {
	of := func(r *demoResult) *demo.Result {
		if r == nil {
			return nil
		}
		return &r.Result
	}
	if p.state == demoRuns && p.frame != nil {
		return &p.frame.Result, of(p.last), true
	}
	return of(p.last), of(p.before), false
}

// about says what the demo is when there is nothing measured yet.
func (p *demoPane) about() []string {
	s := newSheet(min(p.room.width-1, maxText))
	if p.demo != nil {
		s.para(p.room.theme.strong, 1, p.demo.Title)
	}
	return s.lines
}

// labelled says which result it is.
func (p *demoPane) labelled(r *demo.Result) string {
	label := tr.T("Now")
	if p.before != nil && r == &p.before.Result || p.frame != nil && r == &p.last.Result {
		label = tr.T("Before")
	}
	if chosen := study.Chosen(*p.demo, r.Params); len(chosen) > 0 {
		return label + ": " + strings.Join(chosen, " ")
	}
	return label
}

// drawing is a result for so many columns, with as many lanes as so many rows have room for.
func (p *demoPane) drawing(r, before *demo.Result, runs bool, width, height int) []string {
	const aside, groups, least, most = 5, 2, 4, 12 // the title and the legend; a group has its name and how many more there are
	look := p.look(before, runs, width)
	look.Lanes = min(max((height-aside)/groups-groups-1, least), most)
	var rows []string
	for line := range strings.Lines(lanes.Text(*r, look)) {
		rows = append(rows, " "+strings.TrimRight(line, "\n"))
	}
	return rows
}

func (p *demoPane) look(before *demo.Result, runs bool, width int) lanes.Look {
	t := p.room.theme
	return lanes.Look{Width: width, ASCII: t.ascii, Before: before, Runs: runs, Least: p.longest(),
		Paint: func(s lanes.Style, text string) string { return t.measured(s).Render(text) }}
}

// longest is how long the longest lane is of the results that are shown, so that all have
// the same scale.
func (p *demoPane) longest() int64 {
	longest := int64(0)
	for _, r := range []*demoResult{p.last, p.before} {
		if r != nil {
			longest = max(longest, lanes.Length(r.Result))
		}
	}
	return longest
}

// measured is the look of a part of what a demo has measured.
func (t *theme) measured(s lanes.Style) lipgloss.Style {
	switch s {
	case lanes.Heading:
		return t.strong
	case lanes.Waits, lanes.Aside:
		return t.dim
	case lanes.Silent, lanes.Stops:
		return t.warn
	case lanes.Served:
		return t.good
	case lanes.Lost:
		return t.bad
	}
	return t.text
}
