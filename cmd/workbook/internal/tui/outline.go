package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

// An outline is the list of chapters and exercises.
type outline struct {
	course   *course.Course
	progress progress.Progress
	busy     map[string]bool // exercises that are being graded
	current  string          // the exercise that is open
	cursor   int             // index of the exercise that enter opens
	focused  bool
	scroll   scroll
	width    int
	rows     []int // the line of each exercise
}

func newOutline(c *course.Course) *outline {
	return &outline{course: c, busy: make(map[string]bool), scroll: newScroll()}
}

func (o *outline) size(width, height int) {
	o.width = width
	o.scroll.size(width, height)
}

// move moves the cursor by exercises.
func (o *outline) move(by int) {
	o.cursor = min(max(o.cursor+by, 0), len(o.course.Exercises)-1)
}

// render lays the list out again and keeps the cursor in view.
func (o *outline) render(t theme) {
	if o.width == 0 {
		return
	}
	s := newSheet(o.width)
	o.rows = o.rows[:0]
	for _, chapter := range o.course.Chapters {
		s.blank()
		s.hanging(t.dim, " ", chapter.Title)
		for _, id := range chapter.Exercises {
			ex := o.course.Exercises[len(o.rows)]
			selected := o.focused && len(o.rows) == o.cursor
			o.rows = append(o.rows, len(s.lines))
			s.styled(o.row(t, ex, id == o.current, selected))
		}
	}
	o.scroll.set(s.lines)
	if o.cursor < len(o.rows) {
		first := o.rows[o.cursor]
		if o.cursor == 0 {
			first = 0
		}
		o.scroll.show(first, o.rows[o.cursor])
	}
}

func (o *outline) row(t theme, ex *course.Exercise, current, selected bool) string {
	style, glyph, word := t.state(o.progress.Entry(ex.ID).State())
	if o.busy[ex.ID] {
		style, glyph, word = t.accent, glyphRunning, "grading"
	}
	here, title := " ", t.text
	if current {
		here, title = t.accent.Render(glyphHere), t.strong
	}
	words := len("regressed")
	if word == string(progress.Untouched) {
		word, words = "", 0 // its glyph says it, and the title has the room
	}
	room, text := o.width-words-5, number(ex.ID)+" "+ex.Title
	line := here + style.Render(glyph) + " " + fit(title.Render(text), room) + " " + style.Render(fit(word, words))
	line = fit(line, o.width)
	if selected {
		return t.match.Render(glyphPointer + strings.TrimPrefix(strings.TrimPrefix(plainText(line), glyphHere), " "))
	}
	return line
}

// state is the look and the word of a state.
func (t theme) state(s progress.State) (style lipgloss.Style, glyph, word string) {
	switch s {
	case progress.Passed:
		return t.good, glyphPassed, string(s)
	case progress.Failing:
		return t.bad, glyphFailing, string(s)
	case progress.Regressed:
		return t.warn, glyphRegressed, string(s)
	}
	return t.dim, glyphUntouched, string(progress.Untouched)
}

// number is the part of an id that orders the exercises: "02".
func number(id string) string {
	for i, r := range id {
		if r < '0' || r > '9' {
			return id[:i]
		}
	}
	return id
}
