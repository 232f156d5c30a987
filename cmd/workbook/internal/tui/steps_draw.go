package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/drawing"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// rows are the page as it stands.
func (p *stepsPane) rows() []string {
	if p.help != nil {
		return p.help.rows()
	}
	if p.old {
		p.shown, p.old = p.draw(), false
	}
	return p.shown
}

func (p *stepsPane) draw() []string {
	if p.lanes != nil && !p.inSource {
		return p.lanes.draw()
	}
	if p.empty() {
		return filled(p.waiting(), p.room.width, p.room.height)
	}
	return filled(p.drawn(), p.room.width, p.room.height)
}

// waiting says that the run is being recorded, or why there is nothing to be shown.
func (p *stepsPane) waiting() []string {
	t, s := p.room.theme, newSheet(p.room.width-1)
	switch {
	case p.err != nil:
		s.hanging(t.warn, " "+t.warn.Render(glyphNotRun)+" ", tr.T("There is no run to step through:"))
		s.para(t.text, 3, p.err.Error())
		s.blank()
		s.para(t.dim, 1, tr.T("Go back with esc. Asking again is worth it once your file is saved and graded; `workbook doctor` looks at this machine."))
	case p.what.Schedule == 0:
		s.hanging(t.text, " "+t.accent.Render(glyphRunning)+" ", tr.T("Running it under many schedules: the shortest run that fails is shown, or one that passes if none does."))
	default:
		s.hanging(t.text, " "+t.accent.Render(glyphRunning)+" ", tr.T("Running it under schedule %d, and writing down every step.", p.what.Schedule))
	}
	if p.err == nil && p.what.Seen != nil {
		s.blank()
		p.meanwhile(s)
	}
	return s.lines
}

// meanwhile draws what was seen of the run from outside.
func (p *stepsPane) meanwhile(s *sheet) {
	seen := study.Seen(p.what.Exercise, *p.what.Seen, "").Picture
	if len(seen.Lanes) == 0 {
		return
	}
	s.para(p.room.theme.dim, 1, tr.T("What the check saw from outside, meanwhile:"))
	for line := range strings.Lines(drawing.Strip(seen, seen.Telling(mostLanes), p.room.theme.look(s.width))) {
		s.styled(strings.TrimSuffix(line, "\n"))
	}
}

// drawn is the step.
func (p *stepsPane) drawn() []string {
	t, r, plan := p.room.theme, p.record, p.plan()
	all := r.At(p.step)
	list := goroutineList{t, r, p.step}
	rows := append([]string{p.heading(plan.width)}, p.source(plan, r.Groups(all))...)
	if plan.wide {
		side := []string{fit(t.strong.Render(tr.T("Goroutines")), plan.beside)}
		side = append(side, list.rows(all, plan.beside, plan.list)...)
		side = append(side, strings.Repeat(" ", plan.beside), fit(t.strong.Render(tr.T("Seen from outside")), plan.beside))
		side = append(side, worldRows(t, r, p.step, plan.beside, plan.world)...)
		bar := t.rule.Render(" " + glyphBar + " ")
		for i := range rows {
			rows[i] += bar + side[i]
		}
	} else {
		rows = append(rows, t.rule.Render(strings.Repeat(glyphRule, plan.width)))
		rows = append(rows, list.rows(all, plan.beside, plan.list)...)
	}
	left, right := barEnds(r, p.step)
	widest := barLeft(r)
	left = strings.Repeat(" ", max(lipgloss.Width(widest)-lipgloss.Width(left), 0)) + left
	rows = append(rows, fit(t.strong.Render(left)+p.bar.render(t, p.step)+t.dim.Render(right), p.room.width))
	return append(rows, p.telling().lines(p.step, plan.said)...)
}

// heading names the files, and which of them is shown.
func (p *stepsPane) heading(width int) string {
	t, sources := p.room.theme, p.record.Sources()
	line := ""
	for i, s := range sources {
		name := clean(s.Name)
		if len(sources) > 1 {
			name = string(rune('1'+i)) + " " + name
		}
		look := t.dim
		if i == p.file {
			look = t.accent
			if len(sources) > 1 {
				name = "[" + name + "]"
			}
		}
		line += " " + look.Render(name)
	}
	if p.held {
		line += "  " + t.dim.Render(tr.T("the step is in %s", p.focus()))
	}
	return fit(line, width)
}

// source is the file that is shown, with who stands in it.
func (p *stepsPane) source(plan stepsPlan, groups []stepping.Group) []string {
	sources := p.record.Sources()
	if p.file >= len(sources) {
		s := newSheet(plan.width)
		s.para(p.room.theme.dim, 1, tr.T("The source is not part of this record."))
		return filled(s.lines, plan.width, plan.source)
	}
	name := report.OneLine(sources[p.file].Name)
	v := sourceView{theme: p.room.theme, record: p.record, list: p.listing(plan.width), marks: marksIn(groups, name),
		step: p.step, shown: name == p.focus()}
	return filled(v.rows(p.top+p.lean, plan.source, plan.width), plan.width, plan.source)
}
