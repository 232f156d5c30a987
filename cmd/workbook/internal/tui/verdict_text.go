package tui

import (
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
	"workbook/grader/picture"
	"workbook/grader/report"
)

// A verdict is what the verdict pane says about one exercise: how its run stands,
// what failed and why, the hints, every check.
type verdict struct {
	theme    *theme
	exercise *course.Exercise
	entry    progress.Entry
	run      *study.Run // nil until the exercise is graded in this session
	changed  bool       // since it passed
	next     string     // title of the exercise that follows; empty after the last
	hinted   bool       // a hint was asked for since the last verdict
	hint     int        // the one that is open, counting from 1; 0: the newest
	unfolded bool       // all of them are open
	open     int        // exercises that have not passed
	rescue   string     // what brings files back that are lost; empty when none is
	solution bool       // there is a reference that may be looked at
	service  bool       // there is a class to hand in to
	waiting  bool       // for the grader to be prepared
	choice   int        // index of the fault that is chosen
	zone     *time.Location
	link     func(file string) string // the address of a file; empty where there is none
	still    bool                     // nothing is counted while it runs

	sketch func(fault int) *picture.Picture // how a fault came about; nil: it is not drawn
	mended []report.Check                   // that failed before and pass now
	height int                              // of the pane
}

// A stretch is some lines of a sheet.
type stretch struct{ first, last int }

// A layer is a verdict that is laid out: its lines, and where the hints and the faults
// stand in them.
type layer struct {
	lines  []string
	hints  []stretch
	faults map[int]stretch // by index; not all of many are shown
}

// lay lays it out for width columns.
func (v verdict) lay(width int) layer {
	s, out := newSheet(width), layer{faults: make(map[int]stretch)}
	if v.run == nil {
		v.standing(s)
	} else {
		v.headline(s)
		v.stages(s)
		v.history(s)
		s.blank()
		v.explain(s, out.faults)
	}
	// A hint that was asked for stands beside the failure. On the next day it must not
	// stand between that and the checks.
	if v.run == nil || v.hinted {
		out.hints = v.hints(s)
	}
	if v.run != nil {
		s.blank()
		v.checks(s)
	}
	if v.run != nil && !v.hinted {
		out.hints = v.hints(s)
	}
	out.lines = s.lines
	return out
}

// standing says what is known when nothing was graded in this session.
func (v verdict) standing(s *sheet) {
	t, e := v.theme, v.entry
	best := tr.T("best so far %s", study.Points(e.Points, v.exercise.Points()))
	switch state := e.State(); {
	case v.changed:
		s.hanging(t.warn, t.warn.Render(glyphChanged)+" ", tr.T("Changed since it passed on %s.", v.date(e.LastPassed)))
		s.para(t.dim, 2, tr.T("Press r to grade it as it is now."))
	case state == progress.Passed:
		s.hanging(t.good, t.good.Render(glyphPassed)+" ", tr.T("Passed on %s.", v.date(e.LastPassed)))
		v.whatNext(s)
	case state == progress.Regressed:
		s.hanging(t.warn, t.warn.Render(glyphRegressed)+" ", tr.T("Regressed: it passed on %s and has failed since.", v.date(e.LastPassed)))
		s.para(t.dim, 2, tr.T("%s. Press r to see what fails now.", best))
	case state == progress.Failing:
		s.hanging(t.bad, t.bad.Render(glyphFailing)+" ", tr.T("Failing: last graded on %s, %s.", v.date(e.LastAttempt), tr.Verdict(e.LastVerdict)))
		s.para(t.dim, 2, tr.T("%s. Press r to see what fails now.", best))
	default:
		s.hanging(t.strong, t.dim.Render(glyphUntouched)+" ", tr.T("Not graded yet."))
		s.blank()
		s.para(t.text, 2, v.exercise.Task)
	}
	v.history(s)
	s.blank()
	s.para(t.text, 2, tr.T("Edit %s (e opens your editor) and save: every save is graded at once.", v.files()))
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
	style, glyph, words := t.accent, glyphRunning, tr.T("Grading")
	switch {
	case r.Err != nil && r.HandedIn:
		style, glyph, words = t.warn, glyphNotRun, tr.T("No verdict from the class")
	case r.Err != nil:
		style, glyph, words = t.warn, glyphNotRun, tr.T("No verdict: the grader stopped")
	case r.Canceled && r.HandedIn:
		style, glyph, words = t.dim, glyphNotRun, tr.T("Not waited for: the class grades it all the same")
	case r.Canceled && r.Provisional:
		style, glyph, words = t.warn, glyphNotRun, tr.T("Canceled before the race check: press r for a verdict")
	case r.Canceled:
		style, glyph, words = t.dim, glyphNotRun, tr.T("Canceled: press r to grade it again")
	case r.Result == nil && r.HandedIn:
		words = v.handedIn()
	case r.Result == nil:
		if v.waiting && len(r.Stages) == 0 {
			words = tr.T("Grading waits until the grader is prepared")
		}
	case r.Provisional && r.Running[report.Schedules] && !r.Running[report.Race]:
		style, glyph, words = t.good, glyphPassed, tr.T("Passed, provisional: it still runs under more schedules")
	case r.Provisional:
		style, glyph, words = t.good, glyphPassed, tr.T("Passed, provisional: the race check is still running")
	case r.Result.Verdict.Passed():
		style, glyph, words = t.good, glyphPassed, tr.T("Passed")
	default:
		style, glyph, words = v.failed(r.Result.Verdict)
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

// handedIn says how far the service is.
func (v verdict) handedIn() string {
	switch r := v.run; {
	case r.Waits && r.Ahead > 0:
		return tr.T("Handed in: %d before it", r.Ahead)
	case r.Waits:
		return tr.T("Handed in: it is next")
	case len(r.Running)+len(r.Stages) > 0:
		return tr.T("Handed in: the class grades it")
	}
	return tr.T("Handing in")
}

func (v verdict) failed(verdict report.Verdict) (style lipgloss.Style, glyph, words string) {
	t := v.theme
	switch verdict {
	case report.NotRun:
		if v.run.VisiblePassed() && v.service {
			return t.good, glyphPassed, tr.T("Visible checks passed: press s to hand in")
		}
		if v.run.VisiblePassed() {
			return t.dim, glyphNotRun, tr.T("Visible checks passed, hidden ones not run")
		}
		if v.service && !v.run.HandedIn {
			return t.dim, glyphNotRun, tr.T("Not graded here: press s to hand in")
		}
		return t.dim, glyphNotRun, tr.T("Not graded")
	case report.GraderError:
		return t.warn, glyphNotRun, tr.T("No verdict: the grader itself failed")
	}
	style, glyph, words = t.bad, glyphFailing, tr.T("Failing")
	if v.entry.State() == progress.Regressed {
		style, glyph, words = t.warn, glyphRegressed, tr.T("Regressed")
	}
	if verdict != report.Fail {
		words += ": " + tr.Verdict(verdict)
	}
	return style, glyph, words
}

// about says which save the verdict belongs to, the points and the time it took.
func (v verdict) about() string {
	r := v.run
	var facts []string
	if r.Result != nil {
		facts = append(facts, study.Points(r.Result.Points, r.Result.MaxPoints))
	}
	if !r.Saved.IsZero() {
		facts = append(facts, tr.T("saved %s", v.clock(r.Saved)))
	}
	if r.Result != nil && !r.Provisional {
		facts = append(facts, tr.T("took %s s", tr.Decimal(float64(r.Result.DurationMS)/1000)))
	}
	return strings.Join(facts, " "+glyphDot+" ")
}

// stages is the strip of stages. One that passed needs no word; those that were
// not run share one.
func (v verdict) stages(s *sheet) {
	t, r := v.theme, v.run
	var items, idle []string
	for _, info := range report.Stages {
		name := info.Name
		st, ended := r.Stages[name]
		label := string(name)
		switch {
		case r.Running[name] && r.Active():
			if done, all := r.Finished(name); all > 0 && !r.Provisional && !v.still {
				label = tr.T("%s %d of %d", label, done, all)
			} else {
				label = tr.T("%s running", label)
			}
			items = append(items, t.accent.Render(glyphRunning+" "+label))
		case !ended && r.Active():
			items = append(items, t.dim.Render(glyphUntouched+" "+label))
		case !ended || st.Verdict == report.NotRun:
			idle = append(idle, label)
		case st.Verdict.Passed():
			items = append(items, t.good.Render(glyphPassed)+" "+t.text.Render(label))
		case st.Verdict == report.CompileError:
			items = append(items, t.bad.Render(glyphFailing+" "+tr.T("%s failed", label)))
		default:
			items = append(items, t.bad.Render(glyphFailing+" "+label+" "+tr.Verdict(st.Verdict)))
		}
	}
	if len(items) == 0 {
		return // nothing was run at all, which the headline says
	}
	if len(idle) > 0 {
		items = append(items, t.dim.Render(glyphNotRun+" "+tr.T("%s not run", strings.Join(idle, ", "))))
	}
	s.flow(2, "   ", items...)
}

// hints shows those that the learner has asked for. One is open, the newest unless
// another was gone to; the others are folded, so that they do not push it out of view.
func (v verdict) hints(s *sheet) (at []stretch) {
	t, all := v.theme, v.exercise.Hints
	seen := min(v.entry.Hints, len(all))
	if seen == 0 || v.run.Passed() && !v.hinted {
		return nil
	}
	open := seen
	if v.hint > 0 {
		open = min(v.hint, seen)
	}
	s.blank()
	for i, hint := range all[:seen] {
		first, title := len(s.lines), t.accent.Render(tr.T("Hint %d of %d", i+1, len(all)))
		if v.unfolded || i+1 == open {
			s.styled(title)
			s.lines = append(s.lines, markdown(hint, s.width, "  ", t)...)
		} else {
			s.styled(title + t.dim.Render(tr.T(": H opens it")))
		}
		at = append(at, stretch{first, len(s.lines) - 1})
	}
	if seen < len(all) {
		s.para(t.dim, 2, tr.T("Press h for the next one."))
	}
	return at
}

// checks lists every check with its points.
func (v verdict) checks(s *sheet) {
	t := v.theme
	if !v.run.Active() && !slices.ContainsFunc(v.run.Checks, func(c report.Check) bool { return c.Verdict != "" }) {
		return // the run ended before any
	}
	s.styled(t.strong.Render(tr.T("Checks")))
	for _, c := range v.run.Checks {
		style, glyph, words := t.dim, glyphUntouched, ""
		switch {
		case c.Verdict == "" && v.run.Active():
		case c.Verdict == "" || c.Verdict == report.NotRun:
			glyph, words = glyphNotRun, tr.T("not run")
		case c.Verdict.Passed():
			style, glyph, words = t.good, glyphPassed, study.Points(c.Points, c.MaxPoints)
		default:
			style, glyph, words = t.bad, glyphFailing, tr.Verdict(c.Verdict)
		}
		title := t.text
		if c.Verdict == "" || c.Verdict == report.NotRun {
			title = t.dim
		}
		s.entry(title, style.Render(glyph)+" ", report.OneLine(c.Title), t.dim, words)
	}
}

func (v verdict) clock(at time.Time) string { return at.In(v.zone).Format("15:04:05") }

func (v verdict) date(at time.Time) string { return tr.Day(at.In(v.zone)) }
