package tui

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/grader/report"
)

// helpLines is the help page, computed from the key map.
func (m *root) helpLines(width int, t theme) []string {
	k := m.keymap
	k.Reset.SetEnabled(m.cfg.Reset != nil)
	columns := min(max(width/38, 1), len(k.groups()))
	var blocks, rows []string
	for i, g := range k.groups() {
		s := newSheet(width/columns - 1)
		s.styled(t.strong.Render(" " + g.title))
		for _, b := range g.keys {
			if b.Enabled() {
				s.hanging(t.text, " "+t.accent.Render(fmt.Sprintf("%-10s", b.Help().Key))+" ", b.Help().Desc)
			}
		}
		s.lines = append(s.lines, "")
		blocks = append(blocks, lipgloss.NewStyle().Width(width/columns).Render(strings.Join(s.lines, "\n")))
		if len(blocks) == columns || i == len(k.groups())-1 {
			rows = append(rows, lipgloss.JoinHorizontal(lipgloss.Top, blocks...))
			blocks = nil
		}
	}
	keys := lipgloss.JoinVertical(lipgloss.Left, rows...)
	s := newSheet(width)
	s.lines = strings.Split(strings.TrimRight(keys, "\n "), "\n")
	s.blank()
	s.styled(t.strong.Render(" What the words mean"))
	for _, w := range []struct {
		style             lipgloss.Style
		glyph, word, text string
	}{
		{t.dim, glyphUntouched, "untouched", "never graded"},
		{t.bad, glyphFailing, "failing", "graded, and never passed"},
		{t.good, glyphPassed, "passed", "the last verdict is a pass"},
		{t.warn, glyphRegressed, "regressed", "passed once, and failed after that"},
	} {
		s.hanging(t.text, " "+w.style.Render(w.glyph+" "+fit(w.word, 10))+" ", w.text)
	}
	s.blank()
	s.para(t.dim, 1, "The wheel scrolls. To select text with the mouse, hold shift.")
	if m.cfg.Version != "" {
		s.para(t.dim, 1, "workbook "+m.cfg.Version)
	}
	return s.lines
}

// rawLines is what the compiler, the race detector and the learner's code wrote,
// made safe for the screen and otherwise as it came.
func (m *root) rawLines(width int, t theme) []string {
	s := newSheet(width - 1)
	g := m.grading()
	if g == nil || g.result == nil {
		return nil
	}
	for _, p := range g.result.Problems {
		s.para(t.text, 1, fmt.Sprintf("%s: %s", place(p.File, p.Line), p.Message))
	}
	part := func(title, output string) {
		if strings.TrimSpace(output) == "" {
			return
		}
		s.blank()
		s.styled(t.strong.Render(" " + title))
		s.raw(t.text, 2, report.ClipLines(report.Terminal(output), 4*report.MaxLines))
	}
	for _, st := range g.result.Stages {
		part("stage "+string(st.Name)+": "+st.Verdict.Word(), st.Output)
	}
	for _, c := range g.failures() {
		part(report.OneLine(c.Title)+": sent", c.Sent)
		part(report.OneLine(c.Title)+": expected", c.Expected)
		part(report.OneLine(c.Title)+": got", c.Got)
	}
	for _, c := range g.checks {
		part(report.OneLine(c.Title)+" ("+c.Name+"): "+c.Verdict.Word(), c.Output)
	}
	if len(s.lines) == 0 {
		s.para(t.dim, 1, "Nothing was written during this run.")
	}
	return s.lines
}

// showSolution opens the reference beside the learner's file.
func (m *root) showSolution(msg solutionMsg) {
	switch {
	case msg.exercise != m.current.ID:
	case msg.err != nil:
		m.notice = msg.err.Error()
	default:
		m.cover(newSheetOverlay("Your file and the reference", m.keymap.Solution, func(width int, t theme) []string {
			return sideBySide(msg.mine, msg.theirs, width, t)
		}))
	}
}

// sideBySide puts two sets of files beside each other, or below each other on a
// narrow screen.
func sideBySide(mine, theirs []source, width int, t theme) []string {
	if width < 100 {
		lines := listing("Yours: ", mine, width, t)
		lines = append(lines, "")
		return append(lines, listing("Reference: ", theirs, width, t)...)
	}
	half := (width - 3) / 2
	left, right := listing("Yours: ", mine, half, t), listing("Reference: ", theirs, half, t)
	bar := t.rule.Render(" " + glyphBar + " ")
	var out []string
	for i := range max(len(left), len(right)) {
		var l, r string
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		out = append(out, fit(l, half)+bar+fit(r, half))
	}
	return out
}

func listing(who string, files []source, width int, t theme) []string {
	s := newSheet(width)
	for _, f := range files {
		s.blank()
		s.styled(t.strong.Render(" " + who + f.name))
		s.lines = append(s.lines, "")
		s.lines = append(s.lines, goLines(f.text, width, t)...)
	}
	return s.lines
}
