package tui

import "workbook/cmd/internal/tr"

// layout lays both views out for a room.
func (p *stepsPane) layout(r room) {
	p.room, p.old = r, true
	if p.help != nil {
		p.help.layout(r)
	}
	if p.lanes != nil {
		p.lanes.layout(r)
	}
	if p.empty() || r.theme == nil {
		return
	}
	p.listings = make(map[int]*listing)
	p.bar = newStepBar(p.record, barRoom(p.record, r.width))
	p.show(p.step)
	p.scroll(0)
}

// show shows a step, or the nearest that there is, and the line in which it is.
func (p *stepsPane) show(step int) {
	if p.empty() {
		return
	}
	p.step, p.old = min(max(step, 0), p.record.End()), true
	file, line := p.record.Focus(p.step)
	at := p.record.Source(file)
	switch {
	case at < 0 || p.held && at != p.file:
		return
	case at != p.file:
		p.file, p.top, p.lean = at, 0, 0
	}
	p.held = false
	p.follow(line)
}

// follow scrolls to a line of the file that is shown, if it is not well in view. Where the
// words of this step leave the file fewer rows than others do, it leans out of their place,
// and is back there in the next step.
func (p *stepsPane) follow(line int) {
	p.lean = 0
	plan := p.usualPlan()
	first, last, ok := p.listing(plan.width).span(line)
	if !ok {
		return
	}
	const margin = 1 // and the caret
	above := first < p.top+margin && p.top > 0
	if below := last+1+margin >= p.top+plan.source; above || below {
		p.top = first - plan.source/3
	}
	p.scroll(0)
	hidden, fewer := last+margin+2-p.top-p.plan().source, plan.source-p.plan().source
	p.lean = max(min(hidden, fewer, first-p.top), 0)
}

// scroll scrolls the file by rows, as far as there are any.
func (p *stepsPane) scroll(by int) {
	plan := p.plan()
	if by != 0 {
		p.top, p.lean = p.top+p.lean, 0
	}
	most := len(p.listing(plan.width).rows) + 1 - plan.source
	p.top, p.old = max(min(p.top+by, most), 0), true
}

// look shows a file. The one in which the step is goes along with the steps.
func (p *stepsPane) look(file int) {
	if file >= len(p.record.Sources()) {
		return
	}
	name, line := p.record.Focus(p.step)
	p.held = file != p.record.Source(name)
	if file != p.file {
		p.file, p.top, p.lean = file, 0, 0
	}
	if p.old = true; !p.held {
		p.follow(line)
	}
}

// focus is the file to look at.
func (p *stepsPane) focus() string {
	file, _ := p.record.Focus(p.step)
	return file
}

func (p *stepsPane) title() string {
	name := p.what.Title
	if p.lanes != nil && p.lanes.now().p.Title != "" {
		name = p.lanes.now().p.Title
	}
	switch {
	case p.help != nil:
		return tr.T("Help")
	case name == "":
		return tr.T("A run of the check")
	case p.what.Wrong != "" && p.inSource:
		return tr.T("A wrong version, step by step: %s", name)
	case p.what.Wrong != "":
		return tr.T("A wrong version as it ran: %s", name)
	case p.inSource:
		return tr.T("Step by step: %s", name)
	}
	return tr.T("As it ran: %s", name)
}

func (p *stepsPane) where() string {
	schedule := p.what.Schedule
	if p.lanes != nil {
		schedule = p.lanes.now().p.Schedule
	}
	if p.help != nil || schedule == 0 {
		return ""
	}
	if p.what.Schedule == 0 { // the verdict is of a run without one, which had other inputs
		return tr.T("one more run, schedule %d", schedule)
	}
	return tr.T("schedule %d", schedule)
}
