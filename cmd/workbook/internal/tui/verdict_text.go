package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A verdict is what the verdict pane says about one exercise: how its run stands,
// what failed and why, the hints, every check.
type verdict struct {
	theme    *theme
	exercise *course.Exercise
	entry    progress.Entry
	run      *run   // nil until the exercise is graded in this session
	changed  bool   // since it passed
	next     string // title of the exercise that follows; empty after the last
	hinted   bool   // a hint was asked for since the last verdict
	open     int    // exercises that have not passed
	solution bool   // there is a reference that may be looked at
	waiting  bool   // for the grader to be prepared
	zone     *time.Location
}

// A stretch is some lines of a sheet.
type stretch struct{ first, last int }

// lines lays it out for width columns, and says where each hint stands.
func (v verdict) lines(width int) (lines []string, hints []stretch) {
	s := newSheet(width)
	if v.run == nil {
		v.standing(s)
	} else {
		v.headline(s)
		v.stages(s)
		s.blank()
		v.explain(s)
	}
	hints = v.hints(s)
	if v.run != nil {
		s.blank()
		v.checks(s)
	}
	return s.lines, hints
}

// standing says what is known when nothing was graded in this session.
func (v verdict) standing(s *sheet) {
	t, e := v.theme, v.entry
	best := fmt.Sprintf("best so far %s", points(e.Points, v.exercise.Points()))
	switch state := e.State(); {
	case v.changed:
		s.hanging(t.warn, t.warn.Render(glyphChanged)+" ", "Changed since it passed on "+v.date(e.LastPassed)+".")
		s.para(t.dim, 2, "Press r to grade it as it is now.")
	case state == progress.Passed:
		s.hanging(t.good, t.good.Render(glyphPassed)+" ", "Passed on "+v.date(e.LastPassed)+".")
		v.whatNext(s)
	case state == progress.Regressed:
		s.hanging(t.warn, t.warn.Render(glyphRegressed)+" ", "Regressed: it passed on "+v.date(e.LastPassed)+" and has failed since.")
		s.para(t.dim, 2, best+". Press r to see what fails now.")
	case state == progress.Failing:
		s.hanging(t.bad, t.bad.Render(glyphFailing)+" ", "Failing: last graded on "+v.date(e.LastAttempt)+", "+e.LastVerdict.Word()+".")
		s.para(t.dim, 2, best+". Press r to see what fails now.")
	default:
		s.hanging(t.strong, t.dim.Render(glyphUntouched)+" ", "Not graded yet.")
		s.blank()
		s.para(t.text, 2, v.exercise.Task)
	}
	s.blank()
	s.para(t.text, 2, "Edit "+v.files()+" (e opens your editor) and save: every save is graded at once.")
}

func (v verdict) files() string {
	names := make([]string, 0, len(v.exercise.Files))
	for _, f := range v.exercise.Files {
		names = append(names, "exercises/"+v.exercise.ID+"/"+f)
	}
	return strings.Join(names, ", ")
}

// headline is the verdict in a few words.
func (v verdict) headline(s *sheet) {
	t, r := v.theme, v.run
	style, glyph, words := t.accent, glyphRunning, "Grading"
	switch {
	case r.err != nil:
		style, glyph, words = t.warn, glyphNotRun, "No verdict: the grader stopped"
	case r.canceled && r.provisional:
		style, glyph, words = t.warn, glyphNotRun, "Canceled before the race check: press r for a verdict"
	case r.canceled:
		style, glyph, words = t.dim, glyphNotRun, "Canceled: press r to grade it again"
	case r.result == nil:
		if v.waiting && len(r.stages) == 0 {
			words = "Grading waits until the grader is prepared"
		}
	case r.provisional:
		style, glyph, words = t.good, glyphPassed, "Passed, provisional: the race check is still running"
	case r.result.Verdict.Passed():
		style, glyph, words = t.good, glyphPassed, "Passed"
	default:
		style, glyph, words = v.failed(r.result.Verdict)
	}
	left := style.Render(glyph + " " + words)
	right := t.dim.Render(v.about())
	if lipgloss.Width(left)+lipgloss.Width(right)+2 <= s.width {
		s.styled(ends(left, right, s.width))
		return
	}
	s.hanging(style, style.Render(glyph)+" ", words)
	s.para(t.dim, 2, v.about())
}

func (v verdict) failed(verdict report.Verdict) (style lipgloss.Style, glyph, words string) {
	t := v.theme
	switch verdict {
	case report.NotRun:
		return t.dim, glyphNotRun, "Not graded"
	case report.GraderError:
		return t.warn, glyphNotRun, "No verdict: the grader itself failed"
	}
	words = "Failing"
	if verdict != report.Fail {
		words += ": " + verdict.Word()
	}
	if v.entry.State() == progress.Regressed {
		words = "Regressed" + strings.TrimPrefix(words, "Failing")
		return t.warn, glyphRegressed, words
	}
	return t.bad, glyphFailing, words
}

// about says which save the verdict belongs to, the points and the time it took.
func (v verdict) about() string {
	r := v.run
	var facts []string
	if r.result != nil {
		facts = append(facts, points(r.result.Points, r.result.MaxPoints))
	}
	if !r.saved.IsZero() {
		facts = append(facts, "saved "+v.clock(r.saved))
	}
	if r.result != nil && !r.provisional {
		facts = append(facts, fmt.Sprintf("took %.1f s", float64(r.result.DurationMS)/1000))
	}
	return strings.Join(facts, " "+glyphDot+" ")
}

// stages is the strip of stages. One that passed needs no word; those that were
// not run share one.
func (v verdict) stages(s *sheet) {
	t, r := v.theme, v.run
	var items, idle []string
	for _, name := range report.Stages {
		st, ended := r.stages[name]
		label := string(name)
		switch {
		case r.running[name] && r.active():
			if done, all := r.finished(label); all > 0 && !r.provisional {
				label += fmt.Sprintf(" %d of %d", done, all)
			} else {
				label += " running"
			}
			items = append(items, t.accent.Render(glyphRunning+" "+label))
		case !ended && r.active():
			items = append(items, t.dim.Render(glyphUntouched+" "+label))
		case !ended || st.Verdict == report.NotRun:
			idle = append(idle, label)
		case st.Verdict.Passed():
			items = append(items, t.good.Render(glyphPassed)+" "+t.text.Render(label))
		case st.Verdict == report.CompileError:
			items = append(items, t.bad.Render(glyphFailing+" "+label+" failed"))
		default:
			items = append(items, t.bad.Render(glyphFailing+" "+label+" "+st.Verdict.Word()))
		}
	}
	if len(items) == 0 {
		return // nothing was run at all, which the headline says
	}
	if len(idle) > 0 {
		items = append(items, t.dim.Render(glyphNotRun+" "+strings.Join(idle, ", ")+" not run"))
	}
	s.flow(2, "   ", items...)
}

// explain says what went wrong and where, or what is next.
func (v verdict) explain(s *sheet) {
	t, r := v.theme, v.run
	switch {
	case r.err != nil:
		s.para(t.text, 2, r.err.Error())
		return
	case r.result != nil && r.result.Verdict.Passed():
		if !r.canceled {
			v.whatNext(s)
		}
		return
	}
	if r.result != nil && len(r.result.Problems) > 0 {
		v.problems(s, r.result.Problems)
		return
	}
	const most = 3 // so that what to mend first is not lost among the rest
	failures := r.failures()
	for i, c := range failures {
		if i == most {
			s.para(t.dim, 2, fmt.Sprintf("%d more of the checks below failed.", len(failures)-most))
			s.blank()
			break
		}
		v.failure(s, c)
	}
	if race, ok := r.stages[report.Race]; ok && race.Verdict.Failed() {
		s.hanging(t.strong, t.bad.Render(glyphFailing)+" ", "No data races")
		v.reason(s, race.Message, race.File, race.Line)
		s.blank()
		return
	}
	if len(failures) == 0 && r.result != nil {
		v.reason(s, r.result.Message, r.result.File, r.result.Line)
	}
}

// whatNext follows a pass.
func (v verdict) whatNext(s *sheet) {
	t := v.theme
	if race, ok := v.race(); ok && race.Verdict == report.NotRun {
		message := race.Message
		if message == "" {
			message = "The race check was not run."
		}
		s.para(t.warn, 2, message)
	}
	words := "That was the last exercise."
	if v.open == 0 {
		words = "That was the last exercise, and you have passed them all."
	}
	if v.next != "" {
		words = "Press n to go on with “" + v.next + "”."
	}
	if v.solution {
		words += " Press s to compare with the reference solution."
	}
	s.para(t.text, 2, words)
}

func (v verdict) race() (report.Stage, bool) {
	if v.run == nil || v.run.provisional {
		return report.Stage{}, false
	}
	st, ok := v.run.stages[report.Race]
	return st, ok
}

// failure is one failed check: its title, the sentence, the place, and what was
// sent, got and expected.
func (v verdict) failure(s *sheet, c report.Check) {
	t := v.theme
	title := c.Title
	if c.Verdict != report.Fail {
		title += " (" + c.Verdict.Word() + ")"
	}
	s.hanging(t.strong, t.bad.Render(glyphFailing)+" ", report.OneLine(title))
	v.reason(s, c.Message, c.File, c.Line)
	for _, f := range []struct{ name, value string }{
		{"sent", c.Sent}, {"expected", c.Expected}, {"got", c.Got},
	} {
		if f.value != "" {
			s.value(t.literal, "  "+t.dim.Render(fmt.Sprintf("%-9s", f.name))+" ", f.value, 3)
		}
	}
	s.blank()
}

func (v verdict) reason(s *sheet, message, file string, line int) {
	if message != "" {
		s.para(v.theme.text, 2, clipped(message))
	}
	if file != "" {
		s.para(v.theme.code, 2, place(file, line))
	}
}

// problems are the refusals or compile errors. Ten are plenty.
func (v verdict) problems(s *sheet, problems []report.Problem) {
	const most = 10
	t := v.theme
	for i, p := range problems {
		if i == most {
			s.para(t.dim, 2, fmt.Sprintf("and %d more: press o for all of them", len(problems)-most))
			break
		}
		s.hanging(t.text, t.bad.Render(glyphFailing)+" ", clipped(p.Message))
		s.para(t.code, 2, place(p.File, p.Line))
		if p.Hint != "" {
			s.para(t.dim, 2, clipped(p.Hint))
		}
	}
	s.blank()
}

// hints shows those that the learner has asked for, the newest last.
func (v verdict) hints(s *sheet) (at []stretch) {
	t, all := v.theme, v.exercise.Hints
	seen := min(v.entry.Hints, len(all))
	if seen == 0 || v.run.passed() && !v.hinted {
		return nil
	}
	for i, hint := range all[:seen] {
		s.blank()
		first := len(s.lines)
		s.styled(t.accent.Render(fmt.Sprintf("Hint %d of %d", i+1, len(all))))
		s.lines = append(s.lines, markdown(hint, s.width, "  ", t)...)
		at = append(at, stretch{first, len(s.lines) - 1})
	}
	if seen < len(all) {
		s.para(t.dim, 2, "Press h for the next one.")
	}
	return at
}

// checks lists every check with its points.
func (v verdict) checks(s *sheet) {
	t := v.theme
	if !v.run.active() && !slices.ContainsFunc(v.run.checks, func(c report.Check) bool { return c.Verdict != "" }) {
		return // the run ended before any
	}
	s.styled(t.strong.Render("Checks"))
	for _, c := range v.run.checks {
		style, glyph, words := t.dim, glyphUntouched, ""
		switch {
		case c.Verdict == "" && v.run.active():
		case c.Verdict == "" || c.Verdict == report.NotRun:
			glyph, words = glyphNotRun, "not run"
		case c.Verdict.Passed():
			style, glyph, words = t.good, glyphPassed, points(c.Points, c.MaxPoints)
		default:
			style, glyph, words = t.bad, glyphFailing, c.Verdict.Word()
		}
		left := style.Render(glyph) + " " + report.OneLine(c.Title)
		if c.Verdict == "" || c.Verdict == report.NotRun {
			left = t.dim.Render(glyph + " " + report.OneLine(c.Title))
		}
		if room := s.width - lipgloss.Width(words) - 1; words != "" && room >= 20 {
			s.styled(fit(left, room) + " " + t.dim.Render(words))
			continue
		}
		s.styled(left)
	}
}

func (v verdict) clock(at time.Time) string { return at.In(v.zone).Format("15:04:05") }

func (v verdict) date(at time.Time) string { return at.In(v.zone).Format("2 January 2006, 15:04") }

func points(got, most int) string {
	if most == 1 {
		return fmt.Sprintf("%d of 1 point", got)
	}
	return fmt.Sprintf("%d of %d points", got, most)
}

func place(file string, line int) string {
	if line > 0 {
		return file + ":" + strconv.Itoa(line)
	}
	return file
}

// clipped bounds what one message may take of the screen.
func clipped(s string) string { return report.Clip(s, 600) }
