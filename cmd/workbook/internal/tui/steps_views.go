package tui

import (
	"path"
	"sort"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/picture"
)

// take shows a run as lanes. Who asks for a failure sees how it ended, and goes back from
// there; a run that passes, and one of a lesson, begins at the beginning.
func (p *stepsPane) take(d study.Drawing) {
	mine := p.what.Wrong == ""
	run := newLaneRun(d, tr.T("Your code"), mine)
	if mine && d.Verdict().Failed() {
		run.show(run.end())
	}
	p.lanes, p.old = newLanes(run), true
	if p.before != nil && d.Verdict().Passed() {
		p.lanes.runs[0].name = tr.T("Your code now")
		p.lanes.pair(newLaneRun(*p.before, tr.T("Your code before"), false), true)
	}
	p.lanes.keymap.Compare.SetEnabled(p.host.reference != nil)
	p.use()
	p.layout(p.room)
}

// use has the source be that of the run with the cursor.
func (p *stepsPane) use() {
	run := p.lanes.now()
	p.record = run.record
	files := 0
	if p.record != nil {
		files = len(p.record.Sources())
	}
	p.keymap = newStepKeys(files, run.mine, p.opened...)
	p.file, p.held, p.top, p.lean = 0, false, 0, 0
	p.lanes.keymap.Source.SetEnabled(!p.empty())
}

// turn goes from one view to the other, at the same place of the run.
func (p *stepsPane) turn() {
	c := p.lanes.now().chart
	switch {
	case p.inSource:
		c.show(eventOf(c.p, p.step, p.record.End()))
	case p.empty():
		p.host.say(p.noSource())
		return
	default:
		p.step = stepOf(c.p, c.cursor, p.record.End())
	}
	p.inSource = !p.inSource
	p.layout(p.room)
}

// noSource says why a run cannot be gone through step by step.
func (p *stepsPane) noSource() string {
	if lacks := p.lanes.now().p.Lacks; lacks != "" {
		return tr.Text(lacks)
	}
	return tr.T("Nothing of the submission has run in this check, so there is no step to be shown.")
}

// stepOf is the step in which an event happened. What comes behind the last event, or the last
// step, is the end.
func stepOf(p *picture.Picture, event, end int) int {
	if event >= len(p.Events) {
		return end
	}
	return max(p.Events[event].Step, 0)
}

// eventOf is the event with which a step begins.
func eventOf(p *picture.Picture, step, end int) int {
	if step >= end {
		return len(p.Events)
	}
	first := sort.Search(len(p.Events), func(i int) bool { return p.Events[i].Step >= step })
	for i := first; i < len(p.Events) && p.Events[i].Step == step; i++ {
		if p.Events[i].Kind == picture.GoesOn {
			return i
		}
	}
	return first
}

// lanesKey obeys a key that goes to the lanes.
func (p *stepsPane) lanesKey(msg tea.KeyPressMsg) (answer, tea.Cmd) {
	k, c := p.lanes.keymap, p.lanes.now().chart
	p.old = true
	switch {
	case key.Matches(msg, k.Edit) && !c.empty():
		at := c.place()
		return obeyed, p.host.edit(at.file, at.line)
	case key.Matches(msg, k.Compare):
		return obeyed, p.compare()
	}
	did := p.lanes.key(msg)
	if key.Matches(msg, k.Other) {
		p.use()
	}
	return did, nil
}

// compare has the reference's run beside the learner's, or takes the other run away.
func (p *stepsPane) compare() tea.Cmd {
	if len(p.lanes.runs) > 1 {
		for i, run := range p.lanes.runs {
			if run.mine {
				p.lanes.active = i
			}
		}
		p.lanes.alone()
		p.use()
		if p.before == nil {
			return nil
		}
		p.before = nil
	}
	p.host.say(tr.T("Running the reference in the same check."))
	return p.host.reference(p.id, p.lanes.now().p.Schedule)
}

// beside takes the reference's run.
func (p *stepsPane) beside(msg recordedMsg) {
	switch {
	case p.lanes == nil || len(p.lanes.runs) > 1:
	case msg.err != nil:
		p.host.say(msg.err.Error())
	default:
		p.host.say("")
		p.lanes.pair(newLaneRun(msg.drawing, tr.T("The reference"), false), false)
		p.old = true
	}
}

// helps is the help on the view that is shown.
func (p *stepsPane) helps() *pager {
	k := p.keymap.Help
	if p.lanes != nil && !p.inSource {
		own := p.lanes.keymap
		return newPager(p.title(), k, func(width int, t *theme) []string { return lanesHelp(own, width, t) })
	}
	own := p.keymap
	return newPager(p.title(), k, func(width int, t *theme) []string { return stepHelp(own, width, t) })
}

// clips are where the cursor is, and the command that runs the same again.
func (p *stepsPane) clips() []clip {
	if p.lanes == nil {
		return nil
	}
	var at string
	switch c := p.lanes.now().chart; {
	case p.inSource && !p.empty():
		at = place(p.record.Focus(p.step))
	case !c.empty():
		s := c.place()
		at = place(s.file, s.line)
	}
	var out []clip
	if run := p.lanes.now(); at != "" && run.mine {
		at = path.Join("exercises", p.what.Exercise, at)
		out = append(out, clip{at, at})
	} else if at != "" {
		out = append(out, clip{at, at})
	}
	if schedule := p.lanes.now().p.Schedule; schedule != 0 && p.what.Wrong == "" {
		command := "workbook grade " + p.what.Exercise + " --schedule " + strconv.FormatUint(schedule, 10)
		out = append(out, clip{tr.T("the command that grades under this schedule"), command})
	}
	return out
}
