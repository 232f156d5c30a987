package tui

import (
	"context"
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
)

// A lessonsMsg carries every lesson of the course, and why some are missing.
type lessonsMsg struct {
	lessons map[string]lesson.Lesson
	errs    map[string]error
}

// loadLessons reads them all.
func loadLessons(j *jobs, c *course.Course) tea.Cmd {
	return j.cmd(func(ctx context.Context) tea.Msg {
		msg := lessonsMsg{make(map[string]lesson.Lesson), make(map[string]error)}
		for _, ex := range c.Exercises {
			if ctx.Err() != nil {
				return nil
			}
			l, err := lesson.Load(c.LessonPath(ex.ID))
			if err != nil {
				msg.errs[ex.ID] = err
				continue
			}
			msg.lessons[ex.ID] = l
		}
		return msg
	})
}

// A lessonPane shows the lesson of the open exercise. Each lesson stays open at
// its page.
type lessonPane struct {
	work     *work
	lessons  map[string]lesson.Lesson // by exercise
	readings map[string]*reading      // by exercise
	room     room
}

func newLessonPane(w *work) *lessonPane {
	return &lessonPane{work: w, readings: make(map[string]*reading)}
}

// reading is that of the open exercise.
func (p *lessonPane) reading() *reading {
	id := p.work.current.ID
	r := p.readings[id]
	if r == nil {
		r = newReading(p.lessons[id], nil)
		p.readings[id] = r
	}
	return r
}

func (p *lessonPane) title() string { return name(p.work.current) }

func (p *lessonPane) where() string {
	r := p.reading()
	where := r.scroll.where()
	if r.pages() < 2 {
		return where
	}
	page := fmt.Sprintf("page %d of %d", r.page+1, r.pages())
	if where != "" {
		page = where + " " + glyphDot + " " + page
	}
	return page
}

func (p *lessonPane) layout(r room) {
	p.room = r
	p.reading().layout(r)
}

func (p *lessonPane) rows() []string { return p.reading().scroll.rows() }

// turn goes by pages, and reports whether there was one to turn to.
func (p *lessonPane) turn(by int) bool { return p.reading().turn(by) }

// goTo goes to a page.
func (p *lessonPane) goTo(page int) { p.turn(page - p.reading().page) }

func (p *lessonPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	return p.reading().scroll.key(k, msg), nil
}

func (p *lessonPane) wheel(b tea.MouseButton)     { p.reading().scroll.wheel(b) }
func (p *lessonPane) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *lessonPane) keys(k keyMap) []key.Binding {
	return likely(k, p.work, k.Left, k.Edit, k.Pane, k.Run, k.Hint, k.Raw, k.Next, k.Search)
}

// update takes the lessons when they have been read.
func (p *lessonPane) update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(lessonsMsg); ok {
		p.lessons = msg.lessons
		for _, ex := range p.work.exercises() {
			p.readings[ex.ID] = newReading(msg.lessons[ex.ID], msg.errs[ex.ID])
		}
		p.reading().layout(p.room)
	}
	return nil
}

// A reading is a lesson that is open at a page.
type reading struct {
	lesson lesson.Lesson
	err    error // why there is no lesson
	page   int   // index
	scroll scroll
	width  int
	theme  *theme
}

// maxText is the width in columns beyond which prose is tiring to read.
const maxText = 88

func newReading(l lesson.Lesson, err error) *reading {
	return &reading{lesson: l, err: err, scroll: newScroll()}
}

func (r *reading) pages() int { return len(r.lesson.Pages) }

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
		s.para(t.text, 1, "The lesson cannot be shown: "+r.err.Error())
		r.scroll.set(s.lines)
	case r.pages() == 0:
		r.scroll.set([]string{t.dim.Render(" Reading the lesson")})
	default:
		r.scroll.set(paint(lesson.Render(r.lesson.Pages[r.page], min(r.width-2, maxText)), r.width-2, " ", t))
	}
}
