package tui

import (
	"slices"

	"workbook/cmd/workbook/internal/bookmark"
)

// resume goes to where the learner was, as far as there is still such a place.
func (m *root) resume(b bookmark.Bookmark) {
	if b.Exercise != m.work.Current.ID {
		return // it is gone, or another was asked for
	}
	m.lesson.bookmark = b
	if i := slices.IndexFunc(m.panes.all, func(one member) bool { return one.name == b.Pane }); i >= 0 {
		m.panes.focusAt(i)
	}
}

// bookmark is where the learner is.
func (m *root) bookmark() bookmark.Bookmark {
	r := m.lesson.reading()
	b := bookmark.Bookmark{
		Exercise: m.work.Current.ID, Page: r.page, Above: r.scroll.above(),
		Pane: m.panes.all[m.panes.focus].name, NoMouse: !m.frame.mouse, NoLanes: m.verdict.noLanes,
	}
	if r.pages() == 0 { // the program ended before the lessons were read
		b.Page, b.Above = m.lesson.bookmark.Page, m.lesson.bookmark.Above
	}
	return b
}
