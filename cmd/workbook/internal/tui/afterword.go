package tui

import (
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/study"
)

// An afterword is an overlay, the last page: it looks back on all that has passed, in
// figures and in the words of the course, and forward.
type afterword struct {
	*pager
	room room
}

func newAfterword(w *study.Work, lessons *lessonPane) *afterword {
	return &afterword{pager: newPager(tr.T("Looking back"), newKeyMap().Afterword, func(width int, t *theme) []string {
		return afterwordLines(w, lessons.after, min(width-1, maxText), t)
	})}
}

func (p *afterword) layout(r room) {
	p.room = r
	p.pager.layout(r)
}

// update counts the last try, which is kept after the page has come.
func (p *afterword) update(msg tea.Msg) tea.Cmd {
	if n, ok := msg.(study.News); ok && n.Changed && p.room.theme != nil {
		p.layout(p.room)
	}
	return nil
}

func afterwordLines(w *study.Work, words lesson.Lesson, width int, t *theme) []string {
	s := newSheet(width)
	s.hanging(t.good, " "+glyphPassed+" ", tr.T("You have passed all of %s.", w.Config.Course.Title))
	s.para(t.text, 3, w.Figures())
	for _, p := range words.Pages {
		s.blank()
		s.lines = append(s.lines, paint(t.page(p, width-2), width-2, " ", t)...)
	}
	s.blank()
	s.styled(t.strong.Render(" " + tr.T("Try by try")))
	for _, ch := range w.Config.Course.Chapters {
		s.blank()
		s.para(t.dim, 1, ch.Title)
		for _, id := range ch.Exercises {
			ex := w.Exercises()[w.Index(id)]
			s.styled(ends("   "+t.text.Render(study.Name(ex)), t.dim.Render(w.Tries(ex)), s.width))
		}
	}
	s.blank()
	s.styled(t.strong.Render(" " + tr.T("Write one")))
	s.para(t.text, 1, tr.T("You know now what makes an exercise good. `workbook help exercise` says how one is written."))
	s.para(t.dim, 1, tr.T("This page comes again with ? and then l."))
	return s.lines
}
