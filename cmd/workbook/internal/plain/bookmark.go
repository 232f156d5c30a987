package plain

import "workbook/cmd/workbook/internal/bookmark"

// resume opens the lesson of an exercise where it was open last, as far as there is still
// such a page.
func (r *reading) resume(b bookmark.Bookmark, exercise string) {
	if b.Exercise == exercise && b.Page < len(r.lesson.Pages) {
		r.page, r.last = b.Page, b.Page
	}
}

// bookmark is where the learner is. How the screens were set stays as it was.
func (s *session) bookmark() bookmark.Bookmark {
	b, r, id := s.cfg.Bookmark, s.reading(), s.work.Current.ID
	if b.Exercise != id || b.Page != r.last {
		b.Exercise, b.Page, b.Above = id, r.last, 0
	}
	return b
}
