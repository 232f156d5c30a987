package plain

import (
	"context"
	"strconv"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// A reading is a lesson that is open at a page.
type reading struct {
	lesson lesson.Lesson
	err    error // why there is no lesson
	page   int   // the next to be read by reading on; those before it have been read
	last   int   // that was read last
	done   bool  // read to the end
}

// readOn reads the next page, and after the last one the task.
func (s *session) readOn(ctx context.Context, _ []string) {
	r := s.reading()
	switch {
	case r.err == nil && r.page < len(r.lesson.Pages):
		s.read(r.page)
	case !r.done && r.last != r.lesson.Task():
		r.done = true
		s.task(ctx, nil)
	default:
		r.done = true
		s.say(tr.T("That was the lesson."), tr.T("Type edit to open your file: every save is graded."))
	}
}

// readBack reads the page before the one that was read last.
func (s *session) readBack(context.Context, []string) {
	if r := s.reading(); r.last == 0 {
		s.say(tr.T("This is where the lesson begins."))
		return
	}
	s.read(s.reading().last - 1)
}

// page reads a page that is named, or the one that was read last.
func (s *session) page(ctx context.Context, args []string) {
	r := s.reading()
	to := r.last
	if len(args) > 0 {
		switch args[0] {
		case "[":
			s.readBack(ctx, nil)
			return
		case "]":
			to = min(r.page, len(r.lesson.Pages))
			if to == len(r.lesson.Pages) {
				s.say(tr.T("This is the last page of the lesson."))
				return
			}
		default:
			n, err := strconv.Atoi(args[0])
			if err != nil || n < 1 || n > len(r.lesson.Pages) {
				s.say(tr.T("There is no page %q.", args[0]), tr.T("The pages of this lesson are 1 to %d.", len(r.lesson.Pages)))
				return
			}
			to = n - 1
		}
	}
	s.read(to)
}

// task reads the page that states the task.
func (s *session) task(context.Context, []string) { s.read(s.reading().lesson.Task()) }

// read reads a page. From there reading goes on.
func (s *session) read(page int) {
	r := s.reading()
	if r.err != nil {
		s.say(tr.T("The lesson cannot be shown: %s", r.err.Error()))
		return
	}
	r.page, r.last = page+1, page
	p := r.lesson.Pages[page]
	where := tr.T("Page %d of %d", page+1, len(r.lesson.Pages))
	if p.Title == "" {
		where += " " + tr.T("of %s", study.Name(s.work.Current))
	} else if len(p.Blocks) > 0 {
		if _, ok := p.Blocks[0].(lesson.Heading); ok {
			where += ": " + report.OneLine(p.Title)
			p.Blocks = p.Blocks[1:]
		}
	}
	s.say(where + ".")
	s.out.part("\n")
	s.out.page(p)
	s.out.part("\n")
	if _, ok := study.Replays(s.cfg.Course, s.work.Current)[page]; ok && s.work.MayReplay() == "" {
		s.say(tr.T("Type trace page to go step by step through a version that gets this wrong."))
	}
	if s.work.MayDemo() == "" && page == study.DemoPage(s.cfg.Course, s.work.Current) {
		s.say(tr.T("Type demo to run a demo of this on your machine, and to hear what it measures."))
	}
	if page+1 == len(r.lesson.Pages) {
		s.say(tr.T("End of the lesson."))
	}
}
