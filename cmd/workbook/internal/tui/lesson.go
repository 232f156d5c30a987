package tui

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
)

// A lessonsMsg carries every lesson of the course, and why some are missing.
type lessonsMsg struct {
	lessons   map[string]lesson.Lesson
	errs      map[string]error
	replays   map[string]map[int]course.Replay // by exercise and page
	demos     map[string]int                   // by exercise, the page that offers its demo
	afterword lesson.Lesson                    // empty where the course has none
}

// loadLessons reads them all.
func loadLessons(j *study.Jobs, c *course.Course) tea.Cmd {
	return job(j, func(ctx context.Context) tea.Msg {
		msg := lessonsMsg{lessons: make(map[string]lesson.Lesson), errs: make(map[string]error),
			replays: make(map[string]map[int]course.Replay), demos: make(map[string]int)}
		for _, ex := range c.Exercises {
			if ctx.Err() != nil {
				return nil
			}
			l, err := lesson.Load(c.LessonPaths(ex.ID)...)
			if err != nil {
				msg.errs[ex.ID] = err
				continue
			}
			msg.lessons[ex.ID] = l
			msg.replays[ex.ID] = study.Replays(c, ex)
			msg.demos[ex.ID] = study.DemoPage(c, ex)
		}
		msg.afterword, _ = lesson.Load(c.AfterwordPath()) // it need not be there
		return msg
	})
}

// A lessonPane shows the lesson of the open exercise. Each lesson stays open at
// its page.
type lessonPane struct {
	work     *study.Work
	say      func(notice string)
	lessons  map[string]lesson.Lesson         // by exercise
	after    lesson.Lesson                    // looks back on the course
	replays  map[string]map[int]course.Replay // by exercise and page
	readings map[string]*reading              // by exercise
	bookmark bookmark.Bookmark                // where to open the first; forgotten once that is done
	room     room
}

func newLessonPane(w *study.Work, say func(notice string)) *lessonPane {
	return &lessonPane{work: w, say: say, readings: make(map[string]*reading)}
}

// reading is that of the open exercise.
func (p *lessonPane) reading() *reading {
	id := p.work.Current.ID
	r := p.readings[id]
	if r == nil {
		r = newReading(p.lessons[id], nil)
		p.readings[id] = r
	}
	return r
}

func (p *lessonPane) title() string { return study.Name(p.work.Current) }

// where says how far the learner has read.
func (p *lessonPane) where() string { return p.reading().where(p.room.width) }

func (p *lessonPane) layout(r room) {
	p.room = r
	p.reading().layout(r)
}

func (p *lessonPane) rows() []string { return p.reading().scroll.rows() }

// replay is that of the page that is open.
func (p *lessonPane) replay() (course.Replay, bool) {
	r, ok := p.replays[p.work.Current.ID][p.reading().page]
	return r, ok
}

// turn goes by pages, and reports whether there was one to turn to.
func (p *lessonPane) turn(by int) bool { return p.reading().turn(by) }

// goTo goes to a page.
func (p *lessonPane) goTo(page int) { p.turn(page - p.reading().page) }

func (p *lessonPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	switch {
	case key.Matches(msg, k.On):
		p.say(p.reading().on())
	case key.Matches(msg, k.Back):
		p.say(p.reading().back())
	default:
		return p.reading().scroll.key(k, msg), nil
	}
	return obeyed, nil
}

func (p *lessonPane) wheel(b tea.MouseButton)     { p.reading().scroll.wheel(b) }
func (p *lessonPane) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *lessonPane) keys(k keyMap) []key.Binding {
	return likely(k, p.work, k.On, k.Replay, k.Demo, k.Left, k.Edit, k.Pane, k.Submit, k.Run, k.Hint, k.Raw, k.Next, k.Search)
}

// update takes the lessons when they have been read.
func (p *lessonPane) update(msg tea.Msg) tea.Cmd {
	if msg, ok := msg.(lessonsMsg); ok {
		p.lessons, p.after = msg.lessons, msg.afterword
		for _, ex := range p.work.Exercises() {
			r := newReading(msg.lessons[ex.ID], msg.errs[ex.ID])
			if p.work.MayReplay() == "" {
				r.replays = msg.replays[ex.ID]
			}
			if at, ok := msg.demos[ex.ID]; ok && p.work.Config.Demonstrator != nil {
				r.demo = at
			}
			p.readings[ex.ID] = r
		}
		p.replays = msg.replays
		if r := p.readings[p.bookmark.Exercise]; r != nil {
			r.open(p.bookmark.Page, p.bookmark.Above)
		}
		p.bookmark = bookmark.Bookmark{}
		p.reading().layout(p.room)
	}
	return nil
}
