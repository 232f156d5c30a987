package tui

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
)

// A reading is a lesson that is open at a page.
type reading struct {
	lesson  lesson.Lesson
	err     error                 // why there is no lesson
	page    int                   // index
	read    bool                  // to the end, by reading on
	replays map[int]course.Replay // by page; those that can be played here
	demo    int                   // the page that offers the exercise's demo; below 0: none does
	above   float64               // the share of the page to scroll past when it is laid out; 0: none
	scroll  scroll
	width   int
	theme   *theme
}

// maxText is the width in columns beyond which prose is tiring to read.
const maxText = 88

func newReading(l lesson.Lesson, err error) *reading {
	return &reading{lesson: l, err: err, demo: -1, scroll: newScroll()}
}

func (r *reading) pages() int { return len(r.lesson.Pages) }

// open opens the lesson at a place where it was open before. Of a page that is gone it is
// the beginning.
func (r *reading) open(page int, above float64) {
	if page < r.pages() {
		r.page, r.above = page, above
	}
}

// turn goes by pages, as far as there are any, and reports whether it went.
func (r *reading) turn(by int) bool {
	to := min(max(r.page+by, 0), max(r.pages()-1, 0))
	if to == r.page {
		return false
	}
	r.page = to
	r.render()
	r.scroll.top()
	return true
}

// on reads on: it scrolls, then turns the page, and after the last goes to the task.
// The learner should be told the notice.
func (r *reading) on() (notice string) {
	task := r.lesson.Task()
	switch done := r.read && r.page == task; {
	case r.scroll.on(), !done && r.turn(1):
		return ""
	case r.page == task:
		r.read = true
		return tr.T("That was the lesson. Press e to open your file: every save is graded.")
	}
	r.read = true
	r.turn(task - r.page)
	return tr.T("That was the lesson, and this is its task. Press e to open your file.")
}

// back reads back.
func (r *reading) back() (notice string) {
	switch {
	case r.scroll.back():
		return ""
	case r.turn(-1):
		r.scroll.bottom()
		return ""
	}
	return tr.T("This is where the lesson begins.")
}

// where says how far the learner has read, with a bar where there is room for it.
func (r *reading) where(width int) string {
	where := r.scroll.where()
	if r.pages() < 2 {
		return where
	}
	if where != "" {
		where += " " + glyphDot + " "
	}
	where += tr.T("page %d of %d", r.page+1, r.pages())
	const bar, wide = 12, 70
	if width >= wide {
		full := int(bar * (float64(r.page) + r.scroll.share()) / float64(r.pages()))
		where += " " + strings.Repeat(glyphFull, full) + strings.Repeat(glyphEmpty, bar-full)
	}
	return where
}

func (r *reading) layout(to room) {
	changed := r.width != to.width || r.theme != to.theme
	r.width, r.theme = to.width, to.theme
	r.scroll.size(to.width, to.height)
	if changed {
		r.render()
	}
}

// render lays the page out again: another page, width or theme.
func (r *reading) render() {
	if r.width == 0 {
		return
	}
	t := r.theme
	switch {
	case r.err != nil:
		s := newSheet(r.width)
		s.para(t.text, 1, tr.T("The lesson cannot be shown: %s", r.err.Error()))
		r.scroll.set(s.lines)
	case r.pages() == 0:
		r.scroll.set([]string{t.dim.Render(" " + tr.T("Reading the lesson"))})
	default:
		r.scroll.set(append(r.paint(r.lesson.Pages[r.page]), r.offers()...))
		if r.above > 0 {
			r.scroll.pass(r.above)
			r.above = 0
		}
	}
}

// offers say what the page can show happening: its wrong version, step by step, and the
// exercise's demo.
func (r *reading) offers() []string {
	s := newSheet(min(r.width-2, maxText))
	offer := func(key, does string) {
		if len(s.lines) == 0 {
			s.lines = []string{""}
		}
		s.hanging(r.theme.text, " "+r.theme.accent.Render(key)+" ", does)
	}
	if replay, ok := r.replays[r.page]; ok {
		offer("R", tr.T("steps through a version that gets this wrong, under schedule %d.", replay.Schedule))
	}
	if r.page == r.demo {
		offer("d", tr.T("runs a demo of this on your machine, and shows what it measures."))
	}
	return s.lines
}

// paint lays a page out for the screen.
func (r *reading) paint(p lesson.Page) []string {
	return paint(r.theme.page(p, min(r.width-2, maxText)), r.width-2, " ", r.theme)
}
