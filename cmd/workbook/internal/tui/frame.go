package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/report"
)

// A frame is what stands around the panes: the header above them, and below the
// status and the keys, or a notice.
type frame struct {
	work   *study.Work
	level  string // of isolation; empty until it is known
	notice string // said once, until the next key
	mouse  bool   // it is this program's, and not the terminal's
	before bool   // the notice is about what the next run comes of
	there  string // id of the exercise that enter opens while the notice is shown

	meanwhile bool // the notice is about what is being graded
}

// say puts a notice on the screen, unless it is empty.
func (f *frame) say(notice string) {
	if notice != "" {
		f.notice, f.there, f.meanwhile = notice, "", false
	}
}

// refuse says why a key does nothing. What it says while a save is graded may not hold any
// more when there is a verdict.
func (f *frame) refuse(why string) {
	f.say(why)
	f.meanwhile = why != "" && f.work.Run().Active()
}

// judged takes away what held only as long as there was no verdict.
func (f *frame) judged() {
	if f.meanwhile && !f.work.Run().Active() {
		f.quiet()
	}
}

// offer adds to the notice that enter goes to an exercise.
func (f *frame) offer(exercise string) {
	f.notice, f.there = f.notice+" "+tr.T("Enter goes there."), exercise
}

// quiet takes the notice away.
func (f *frame) quiet() { f.notice, f.there, f.meanwhile = "", "", false }

// graded takes the notice away when a run begins, for it was about another save.
func (f *frame) graded() {
	if !f.before {
		f.quiet()
	}
	f.before = false
}

// header names the course and says how far the learner is.
func (f *frame) header(t *theme, width int) string {
	passed, got, all := 0, 0, 0
	for _, ex := range f.work.Exercises() {
		if f.work.Passed(ex.ID) {
			passed++
		}
		got += min(f.work.Keeper.Progress.Entry(ex.ID).Points, ex.Points())
		all += ex.Points()
	}
	n := len(f.work.Exercises())
	words := tr.T("%d of %d passed", passed, n)
	if width >= 80 {
		words += fmt.Sprintf(" %s %s", glyphDot, study.Points(got, all))
	}
	bar := 12
	if width >= wideFrom {
		bar = 24
	}
	right := t.bar(passed, n, bar) + " " + t.text.Render(words) + " "
	left := t.accent.Render(" workbook") + t.dim.Render("  "+f.work.Config.Course.Title)
	if room := width - lipgloss.Width(right) - 1; lipgloss.Width(left) > room {
		left = fit(left, room)
	}
	return ends(left, right, width)
}

// bar is the progress bar. It is empty only with nothing done, full only with all.
func (t *theme) bar(done, all, width int) string {
	full := 0
	if all > 0 {
		full = done * width / all
	}
	if done > 0 {
		full = max(full, 1)
	}
	return t.accent.Render(strings.Repeat(glyphFull, full)) + t.rule.Render(strings.Repeat(glyphEmpty, width-full))
}

// footer is the two rows at the bottom, with keys on the second.
func (f *frame) footer(t *theme, width int, keys string) []string {
	if f.notice == "" {
		return []string{f.status(t, width), keys}
	}
	return f.noticed(t, width, keys)
}

// noticed is the notice in the place of the status, and of the keys too when it
// needs both lines. It goes with the next key.
func (f *frame) noticed(t *theme, width int, keys string) []string {
	s := newSheet(width)
	s.para(t.warn, 1, report.OneLine(f.notice))
	if len(s.lines) == 1 {
		return []string{fit(s.lines[0], width), keys}
	}
	if len(s.lines) > 2 {
		s.lines[1] += "…" // cut by fit where there is no room for it
	}
	return []string{fit(s.lines[0], width), fit(s.lines[1], width)}
}

// level is the name of a level of isolation, which its description begins with. The
// rest of it is for `workbook doctor`.
func level(isolation string) string {
	name, _, _ := strings.Cut(isolation, ":")
	return name
}

// status says what is going on around the exercise. What does not fit is left out
// from the end.
func (f *frame) status(t *theme, width int) string {
	var facts []string
	if words := f.work.Warming.Words(); words != "" {
		facts = append(facts, t.accent.Render(words))
	}
	watching := tr.T("watching for saves")
	if mode := f.work.Folders.Mode(f.work.Current.ID); mode != watch.Notify {
		watching += " (" + mode + ")"
	}
	facts = append(facts, t.dim.Render(watching))
	if words := f.grading(); words != "" {
		facts = append(facts, t.dim.Render(words))
	}
	if f.level != "" {
		facts = append(facts, t.dim.Render(tr.T("isolation %s", f.level)))
	}
	if !f.mouse {
		facts = append(facts, t.dim.Render(tr.T("mouse off")))
	}
	line := ""
	for i, fact := range facts {
		before := " "
		if i > 0 {
			before = t.rule.Render(" " + glyphDot + " ")
		}
		if i > 0 && lipgloss.Width(line+before+fact) > width {
			break
		}
		line += before + fact
	}
	return fit(line, width)
}

// grading says which save the verdict is on, or is to be on.
func (f *frame) grading() string {
	r := f.work.Run()
	if r == nil || r.Saved.IsZero() || r.Err != nil {
		return ""
	}
	at := r.Saved.In(f.work.Config.Zone).Format("15:04:05")
	switch {
	case r.Active():
		return tr.T("grading the save of %s", at)
	case r.Result != nil:
		return tr.T("verdict on the save of %s", at)
	}
	return ""
}

// keyLine is the keys: as many of the likely ones as fit, and the last ones always.
func keyLine(t *theme, width int, likely, last []key.Binding) string {
	line, tail := "", keyHints(t, last...)
	for _, b := range likely {
		hint := keyHints(t, b)
		if lipgloss.Width(line+hint+tail)-1 > width { // the blank at its end needs no room
			break
		}
		line += hint
	}
	return fit(strings.TrimSuffix(line+tail, " "), width)
}

// keyHints says what keys do.
func keyHints(t *theme, bindings ...key.Binding) string {
	out := ""
	for _, b := range bindings {
		if b.Enabled() {
			out += " " + t.accent.Render(b.Help().Key) + " " + t.dim.Render(b.Help().Desc) + " "
		}
	}
	return out
}

// smallNotice says that the window is too small.
func smallNotice(t *theme, width, height int) string {
	s := newSheet(width)
	s.para(t.strong, 0, tr.T("This window is too small."))
	s.para(t.text, 0, tr.T("It has %d columns and %d rows; workbook needs at least %d and %d.",
		width, height, minWidth, minHeight))
	return strings.Join(s.lines[:min(len(s.lines), max(height, 1))], "\n")
}
