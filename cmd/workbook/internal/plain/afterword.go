package plain

import (
	"context"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/study"
)

// afterword looks back, once all has passed.
func (s *session) afterword(context.Context, []string) {
	if !s.work.AllPassed("") {
		s.say(tr.T("That comes when all exercises have passed."), s.nextOne())
		return
	}
	s.lookBack()
}

// lookBack looks back on all that has passed, in figures and in the words of the course,
// and forward.
func (s *session) lookBack() {
	w := s.work
	s.say(tr.T("You have passed all of %s.", s.cfg.Course.Title), w.Figures())
	if words, err := lesson.Load(s.cfg.Course.AfterwordPath()); err == nil { // it need not be there
		for _, p := range words.Pages {
			s.out.part("\n")
			s.out.page(p)
		}
		s.out.part("\n")
	}
	for _, chapter := range s.cfg.Course.Chapters {
		s.say(tr.T("Chapter: %s.", chapter.Title))
		for _, id := range chapter.Exercises {
			ex := w.Exercises()[w.Index(id)]
			s.say(study.Name(ex) + ": " + w.Tries(ex) + ".")
		}
	}
	s.say(tr.T("You know now what makes an exercise good: the command workbook help exercise says how one is written."),
		tr.T("Type afterword to read this again."))
}
