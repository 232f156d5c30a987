package tui

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
)

// A welcome is an overlay that teaches the keys by having them pressed: a line for each,
// which ticks off, and below them a verdict to try them on.
type welcome struct {
	exercise string // the one that comes then
	file     string // of it
	steps    []step
	choice   int    // the failed check that is chosen
	says     string // what the last key did, or would have done
	room     room
	scroll   scroll
}

// A step is a key to learn.
type step struct {
	key  func(k keyMap) []key.Binding
	show string // the key
	does string
	said func(p *welcome) string // of the verdict below, once it is pressed
	done bool
}

// sampleChecks are the failed checks to try the keys on.
var sampleChecks = []struct {
	title string
	line  int
}{
	{tr.Mark("A silent client delays nobody"), 12},
	{tr.Mark("No goroutine is left behind"), 20},
}

func newWelcome(w *study.Work) *welcome {
	first := w.Exercises()[0]
	says := func(text string) func(*welcome) string { return func(*welcome) string { return text } }
	one := func(get func(k keyMap) key.Binding) func(keyMap) []key.Binding {
		return func(k keyMap) []key.Binding { return []key.Binding{get(k)} }
	}
	return &welcome{
		exercise: study.Name(first), file: first.Files[0], scroll: newScroll(),
		steps: []step{
			{one(func(k keyMap) key.Binding { return k.On }), tr.T("space"), tr.T("read on: down, to the next page, and at last to the task"),
				says(tr.T("A lesson has a few pages, and the last one states the task. b goes back.")), false},
			{func(k keyMap) []key.Binding { return []key.Binding{k.Down, k.Up} }, "↓ ↑", tr.T("choose a failed check; elsewhere, scroll"),
				func(p *welcome) string { return tr.T("“%s” is chosen.", tr.Text(sampleChecks[p.choice].title)) }, false},
			{one(func(k keyMap) key.Binding { return k.Edit }), "e", tr.T("edit your file, at the line of that check"),
				func(p *welcome) string {
					return tr.T("Your editor would open %s at line %d. Each save is graded at once.", p.file, sampleChecks[p.choice].line)
				}, false},
			{one(func(k keyMap) key.Binding { return k.Hint }), "h", tr.T("a hint, and then a stronger one"),
				says(tr.T("The first hint is a question. They cost nothing.")), false},
			{one(func(k keyMap) key.Binding { return k.Pane }), "tab", tr.T("the next pane: outline, lesson, verdict"),
				says(tr.T("The arrows and the mouse work in the pane that you are in.")), false},
			{one(func(k keyMap) key.Binding { return k.Help }), "?", tr.T("all keys, and this page again"),
				says(tr.T("It works everywhere, and so does q, which quits.")), false},
		},
	}
}

func (p *welcome) title() string  { return tr.T("Welcome") }
func (p *welcome) where() string  { return p.scroll.where() }
func (p *welcome) rows() []string { return p.scroll.rows() }

func (p *welcome) layout(r room) {
	p.room = r
	p.scroll.size(r.width, r.height)
	p.render()
}

// render lays it out again. On a low screen it does without empty lines; what does not fit
// even then is scrolled to, and the answer to a key is always in view.
func (p *welcome) render() {
	lines, answer := p.lines()
	if len(lines) > p.room.height {
		blank := func(line string) bool { return line == "" }
		answer = len(slices.DeleteFunc(slices.Clone(lines[:answer]), blank))
		lines = slices.DeleteFunc(lines, blank)
	}
	p.scroll.set(lines)
	if p.says != "" {
		p.scroll.show(answer, len(lines)-1)
	}
}

// learned counts the keys that were pressed.
func (p *welcome) learned() int {
	n := 0
	for _, s := range p.steps {
		if s.done {
			n++
		}
	}
	return n
}

// lines are the page, and where on it the answer to the last key begins.
func (p *welcome) lines() (lines []string, answer int) {
	t, s := p.room.theme, newSheet(min(p.room.width-1, maxText))
	s.para(t.text, 1, tr.T("You read here, write in your own editor, and see here what your code did. "+
		"Press the keys below: each line ticks off."))
	s.blank()
	show := 6
	for _, step := range p.steps {
		show = max(show, lipgloss.Width(step.show)+1)
	}
	for _, step := range p.steps {
		glyph, style := t.dim.Render(glyphUntouched), t.text
		if step.done {
			glyph, style = t.good.Render(glyphPassed), t.dim
		}
		s.hanging(style, " "+glyph+" "+t.accent.Render(fit(step.show, show)), step.does)
	}
	s.blank()
	for i, check := range sampleChecks {
		mark := " "
		if i == p.choice {
			mark = t.accent.Render(glyphPointer)
		}
		s.styled(fmt.Sprintf(" %s%s %s  %s", mark, t.bad.Render(glyphFailing), t.text.Render(tr.Text(check.title)),
			t.code.Render(fmt.Sprintf("%s:%d", p.file, check.line))))
	}
	answer = len(s.lines)
	p.answer(s, t)
	return s.lines, answer
}

// answer says what the last key did, or what to do next.
func (p *welcome) answer(s *sheet, t *theme) {
	all := p.learned() == len(p.steps)
	switch {
	case p.says != "":
		s.para(t.warn, 3, p.says)
	default:
		s.para(t.dim, 3, tr.T("A verdict, to try them on."))
	}
	style, text := t.dim, tr.T("Enter begins with %s; esc skips all this.", p.exercise)
	if all {
		style, text = t.good, tr.T("That is all you need. Enter begins with %s.", p.exercise)
	}
	s.blank()
	s.para(style, 1, text)
}

func (p *welcome) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	if key.Matches(msg, k.Quit, k.Open) {
		return closed, nil
	}
	switch {
	case key.Matches(msg, k.Down):
		p.choice = min(p.choice+1, len(sampleChecks)-1)
	case key.Matches(msg, k.Up):
		p.choice = max(p.choice-1, 0)
	}
	for i, s := range p.steps {
		for _, b := range s.key(k) {
			b.SetEnabled(true) // here it only shows
			if key.Matches(msg, b) {
				p.steps[i].done = true
				p.says = s.said(p)
			}
		}
	}
	p.render()
	if key.Matches(msg, k.PageUp, k.PageDown, k.Top, k.Bottom) {
		p.scroll.key(k, msg)
	}
	return obeyed, nil
}

func (p *welcome) wheel(b tea.MouseButton)     { p.scroll.wheel(b) }
func (p *welcome) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *welcome) keys(k keyMap) []key.Binding {
	k.Open.SetHelp("enter", tr.T("begin"))
	k.Close.SetHelp("esc", tr.T("skip"))
	k.PageDown.SetHelp(tr.T("pgup pgdown"), tr.T("scroll"))
	k.PageDown.SetEnabled(p.scroll.where() != "")
	return []key.Binding{k.Open, k.Close, k.PageDown}
}
