package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/report"
)

// View shows the program.
func (m *root) View() tea.View {
	var v tea.View
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "workbook " + glyphDot + " " + number(m.current.ID) + " " + m.current.Title
	if m.width == 0 {
		return v
	}
	content := m.screen()
	if m.palette.ascii {
		content = asciiSigns.Replace(content)
	}
	v.SetContent(content)
	if m.overlay != nil && !m.tooSmall() {
		if x, y, show := m.overlay.cursor(); show {
			v.Cursor = tea.NewCursor(x, y+bodyTop+1+m.layout().air)
		}
	}
	return v
}

// screen is the whole screen as text, exactly as wide and high as it is.
func (m *root) screen() string {
	if m.tooSmall() {
		return m.small()
	}
	l := m.layout()
	t := m.theme
	rule := t.rule.Render(strings.Repeat(glyphRule, m.width))
	rows := []string{m.header(), rule}
	rows = append(rows, m.body(l)...)
	if l.rule {
		rows = append(rows, rule)
	}
	if m.notice != "" {
		rows = append(rows, m.noticed()...)
	} else {
		rows = append(rows, m.status(), m.bottom())
	}
	return strings.Join(rows, "\n")
}

// small says that the window is too small.
func (m *root) small() string {
	s := newSheet(m.width)
	s.para(m.theme.strong, 0, "This window is too small.")
	s.para(m.theme.text, 0, fmt.Sprintf("It has %d columns and %d rows; workbook needs at least %d and %d.",
		m.width, m.height, minWidth, minHeight))
	return strings.Join(s.lines[:min(len(s.lines), max(m.height, 1))], "\n")
}

// header names the course and says how far the learner is.
func (m *root) header() string {
	t, passed, got, all := m.theme, 0, 0, 0
	for _, ex := range m.cfg.Course.Exercises {
		e := m.progress.Entry(ex.ID)
		if e.State() == progress.Passed {
			passed++
		}
		got += min(e.Points, ex.Points())
		all += ex.Points()
	}
	n := len(m.cfg.Course.Exercises)
	words := fmt.Sprintf("%d of %d passed", passed, n)
	if m.width >= 80 {
		words += fmt.Sprintf(" %s %s", glyphDot, points(got, all))
	}
	width := 12
	if m.width >= 100 {
		width = 24
	}
	right := t.bar(passed, n, width) + " " + t.text.Render(words) + " "
	left := t.accent.Render(" workbook") + t.dim.Render("  "+m.cfg.Course.Title)
	if room := m.width - lipgloss.Width(right) - 1; lipgloss.Width(left) > room {
		left = fit(left, room)
	}
	return ends(left, right, m.width)
}

// bar is the progress bar. It is empty only with nothing done, full only with all.
func (t theme) bar(done, all, width int) string {
	full := 0
	if all > 0 {
		full = done * width / all
	}
	if done > 0 {
		full = max(full, 1)
	}
	return t.accent.Render(strings.Repeat(glyphFull, full)) + t.rule.Render(strings.Repeat(glyphEmpty, width-full))
}

// body is the panes, or the overlay.
func (m *root) body(l layout) []string {
	if m.overlay != nil {
		rows := m.titled(l, m.width, m.overlay.title(), m.overlay.place(), true)
		return append(rows, strings.Split(m.overlay.view(), "\n")...)
	}
	m.refresh(l)
	var left, right []string
	if l.outline {
		left = m.titled(l, l.left, "Outline", m.outline.scroll.place(), m.focus == paneOutline)
		left = append(left, m.outline.scroll.rows()...)
	}
	if l.lesson > 0 {
		r := m.reader()
		right = m.titled(l, l.right, m.lessonTitle(), m.lessonPlace(), m.focus == paneLesson)
		right = append(right, r.scroll.rows()...)
	}
	if l.lesson > 0 && l.verdict > 0 {
		right = append(right, m.theme.rule.Render(strings.Repeat(glyphRule, l.right)))
	}
	if l.verdict > 0 {
		right = append(right, m.titled(l, l.right, m.verdictTitle(l), m.verdict.place(), m.focus == paneVerdict)...)
		right = append(right, m.verdict.rows()...)
	}
	switch {
	case right == nil:
		return left
	case left == nil:
		return right
	}
	bar := m.theme.rule.Render(" " + glyphBar + " ")
	rows := make([]string, l.body)
	for i := range rows {
		rows[i] = left[i] + bar + right[i]
	}
	return rows
}

// maxVerdict is the width beyond which a check and its points are hard to see
// together.
const maxVerdict = 100

// refresh lays out again what has changed since it was shown.
func (m *root) refresh(l layout) {
	if l.outline && m.old.outline {
		m.outline.render(m.theme)
		m.old.outline = false
	}
	if l.verdict == 0 || !m.old.verdict {
		return
	}
	lines, hints := m.verdictPane().view(min(l.right-2, maxVerdict))
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	m.verdict.set(lines)
	if m.hintAt > 0 && m.hintAt <= len(hints) {
		m.verdict.show(hints[m.hintAt-1].first, hints[m.hintAt-1].last)
		m.hintAt = -1
	}
	m.old.verdict = false
}

func (m *root) verdictPane() verdict {
	v := verdict{
		theme: m.theme, exercise: m.current, entry: m.entry(), grading: m.grading(),
		hinted: m.hinted == m.current.ID, solution: m.keys().Solution.Enabled(), waiting: m.warm.waiting(), zone: m.cfg.zone,
	}
	for _, ex := range m.cfg.Course.Exercises {
		if m.progress.Entry(ex.ID).State() != progress.Passed {
			v.open++
		}
	}
	if next, ok := m.cfg.Course.Next(m.current.ID); ok {
		v.next = next.Title
	}
	return v
}

func (m *root) lessonTitle() string { return number(m.current.ID) + " " + m.current.Title }

func (m *root) lessonPlace() string {
	r := m.reader()
	where := r.scroll.place()
	if r.pages() < 2 {
		return where
	}
	page := fmt.Sprintf("page %d of %d", r.page+1, r.pages())
	if where != "" {
		page = where + " " + glyphDot + " " + page
	}
	return page
}

// verdictTitle names the exercise where its lesson is not above.
func (m *root) verdictTitle(l layout) string {
	if l.lesson > 0 {
		return "Verdict"
	}
	return "Verdict on " + number(m.current.ID) + " " + m.current.Title
}

// titled is the title row of a pane, and air below.
func (m *root) titled(l layout, width int, title, place string, focused bool) []string {
	t := m.theme
	left := t.strong.Render(" " + title)
	if focused {
		left = t.accent.Render(glyphHere + title)
	}
	rows := []string{ends(left, t.dim.Render(place+" "), width)}
	for range l.air {
		rows = append(rows, strings.Repeat(" ", width))
	}
	return rows
}

// noticed is the notice in the place of the status, and of the keys too when it
// needs both lines. It goes with the next key.
func (m *root) noticed() []string {
	s := newSheet(m.width)
	s.para(m.theme.warn, 1, report.OneLine(m.notice))
	if len(s.lines) == 1 {
		return []string{fit(s.lines[0], m.width), m.bottom()}
	}
	if len(s.lines) > 2 {
		s.lines[1] += "…" // cut by fit where there is no room for it
	}
	return []string{fit(s.lines[0], m.width), fit(s.lines[1], m.width)}
}

// status says what is going on around the exercise. What does not fit is cut,
// or left out from the end.
func (m *root) status() string {
	t := m.theme
	var facts []string
	if words := m.warm.words(); words != "" {
		facts = append(facts, t.accent.Render(words))
	}
	facts = append(facts, t.dim.Render("watching for saves ("+m.watcher.Mode()+")"))
	if g := m.grading(); g != nil && !g.saved.IsZero() {
		facts = append(facts, t.dim.Render("verdict on the save of "+g.saved.In(m.cfg.zone).Format("15:04:05")))
	}
	facts = append(facts, t.dim.Render("isolation: "+m.isolation))
	line := ""
	for i, fact := range facts {
		gap := " "
		if i > 0 {
			gap = t.rule.Render(" " + glyphDot + " ")
		}
		// The last one, the isolation, may be cut: it begins with what matters.
		need := lipgloss.Width(fact)
		if i == len(facts)-1 {
			need = min(need, 24)
		}
		if i > 0 && lipgloss.Width(line+gap)+need > m.width {
			break
		}
		line += gap + fact
	}
	return fit(line, m.width)
}

// bottom is the keys, as many as fit, and help and quit always.
func (m *root) bottom() string {
	k := m.keys()
	line, tail := "", m.keyHints(k.Help, k.Quit)
	if m.overlay != nil {
		tail = "" // it says itself how to leave it
	}
	for _, b := range m.short(k) {
		hint := m.keyHints(b)
		if lipgloss.Width(line)+lipgloss.Width(hint)+lipgloss.Width(tail) > m.width {
			break
		}
		line += hint
	}
	return fit(line+tail, m.width)
}

func (m *root) keyHints(bindings ...key.Binding) string {
	out := ""
	for _, b := range bindings {
		if b.Enabled() {
			out += " " + m.theme.accent.Render(b.Help().Key) + " " + m.theme.dim.Render(b.Help().Desc) + " "
		}
	}
	return out
}
