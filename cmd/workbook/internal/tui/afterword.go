package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

// An afterword is an overlay, the last page: it looks back on all that has passed, in
// figures and in the words of the course, and forward.
type afterword struct {
	*pager
	room room
}

func newAfterword(w *work, lessons *lessonPane) *afterword {
	return &afterword{pager: newPager("Looking back", newKeyMap().Afterword, func(width int, t *theme) []string {
		return afterwordLines(w, lessons.after, min(width-1, maxText), t)
	})}
}

func (p *afterword) layout(r room) {
	p.room = r
	p.pager.layout(r)
}

// update counts the last try, which is kept after the page has come.
func (p *afterword) update(msg tea.Msg) tea.Cmd {
	if n, ok := msg.(news); ok && n.changed && p.room.theme != nil {
		p.layout(p.room)
	}
	return nil
}

func afterwordLines(w *work, words lesson.Lesson, width int, t *theme) []string {
	s := newSheet(width)
	s.hanging(t.good, " "+glyphPassed+" ", "You have passed all of "+w.cfg.Course.Title+".")
	s.para(t.text, 3, w.figures())
	for _, p := range words.Pages {
		s.blank()
		s.lines = append(s.lines, paint(lesson.Render(p, width-2), width-2, " ", t)...)
	}
	s.blank()
	s.styled(t.strong.Render(" Try by try"))
	for _, ch := range w.cfg.Course.Chapters {
		s.blank()
		s.para(t.dim, 1, ch.Title)
		for _, id := range ch.Exercises {
			ex := w.exercises()[w.index(id)]
			s.styled(ends("   "+t.text.Render(name(ex)), t.dim.Render(w.tries(ex)), s.width))
		}
	}
	s.blank()
	s.styled(t.strong.Render(" Write one"))
	s.para(t.text, 1, "You know now what makes an exercise good. `workbook help exercise` says how one is written.")
	s.para(t.dim, 1, "This page comes again with ? and then l.")
	return s.lines
}

// tries says how an exercise was passed.
func (w *work) tries(ex *course.Exercise) string {
	e := w.keeper.progress.Entry(ex.ID)
	words := count(e.Attempts, "try", "tries")
	if e.Hints > 0 {
		words += ", " + count(e.Hints, "hint", "hints")
	}
	return words
}

// figures says how many tries it took, and from when to when.
func (w *work) figures() string {
	tries, entries := 0, w.keeper.progress.Exercises
	var first, last time.Time
	for _, ex := range w.exercises() {
		e := entries[ex.ID]
		tries += e.Attempts
		first, last = widen(first, last, e)
	}
	words := fmt.Sprintf("%s in %s", count(len(w.exercises()), "exercise", "exercises"), count(tries, "try", "tries"))
	if first.IsZero() {
		return words + "."
	}
	const day = "2 January 2006"
	from, to := first.In(w.cfg.Zone).Format(day), last.In(w.cfg.Zone).Format(day)
	if from == to {
		return words + ", on " + to + "."
	}
	return words + "; the first passed on " + from + ", the last on " + to + "."
}

// widen adds the first pass of an exercise to a stretch of time.
func widen(first, last time.Time, e progress.Entry) (time.Time, time.Time) {
	at := e.FirstPassed
	switch {
	case at.IsZero():
		return first, last
	case first.IsZero() || at.Before(first):
		first = at
	}
	if at.After(last) {
		last = at
	}
	return first, last
}

// count is a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
