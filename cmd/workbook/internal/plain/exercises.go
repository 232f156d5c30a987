package plain

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader/course"
	"workbook/grader/report"
)

// greet says where the learner is, and how to go on.
func (s *session) greet() {
	s.say("workbook: " + s.cfg.Course.Title + ".")
	if s.cfg.Welcome {
		s.welcome()
	}
	s.say(s.score())
	s.introduce()
	if r := s.reading(); r.page > 0 {
		s.say(tr.T("You were at page %d of %d of its lesson.", r.page+1, len(r.lesson.Pages)))
	}
	s.say(tr.T("Type help for what can be typed, or press Enter to read."))
}

// welcome says at the first start what there is to know.
func (s *session) welcome() {
	s.say(tr.T("Welcome. You read here, write in your own editor, and are told here what your code did."),
		tr.T("A lesson has a few pages, and the last one states the task: Enter reads on, and back goes back."),
		tr.T("edit opens your file, and each save of it is graded at once."),
		tr.T("explain says a verdict again, and edit 2 goes to the line of its second failure."),
		tr.T("hint gives a hint, and then a stronger one: the first is a question, and they cost nothing."),
		tr.T("help says everything that can be typed, and quit ends."))
}

// score counts what has passed.
func (s *session) score() string {
	passed, got, all := 0, 0, 0
	for _, ex := range s.work.Exercises() {
		if s.work.Passed(ex.ID) {
			passed++
		}
		got += min(s.work.Keeper.Progress.Entry(ex.ID).Points, ex.Points())
		all += ex.Points()
	}
	return tr.T("%d of %d exercises passed, %s.", passed, len(s.work.Exercises()), study.Points(got, all))
}

// nextOne names the first exercise that has not passed.
func (s *session) nextOne() string {
	for _, ex := range s.work.Exercises() {
		if !s.work.Passed(ex.ID) {
			return tr.T("Next: %s.", study.Name(ex))
		}
	}
	return tr.T("You have passed them all.")
}

// introduce says which exercise is open and how it stands.
func (s *session) introduce() {
	ex := s.work.Current
	s.say(tr.T("Exercise %s: %s.", study.Name(ex), s.standing(ex)))
	s.say(tr.T("Task: %s", ex.Task))
	s.say(tr.T("Your file: %s.", s.files(ex)))
}

// standing is how an exercise stands, in words.
func (s *session) standing(ex *course.Exercise) string {
	e := s.work.Keeper.Progress.Entry(ex.ID)
	best := tr.T("best so far %s", study.Points(min(e.Points, ex.Points()), ex.Points()))
	switch now := s.work.Standing(ex.ID); now {
	case study.NowUntouched:
		return tr.T("not graded yet")
	case study.NowPassed:
		return tr.T("passed")
	case study.NowFailing:
		return tr.T("failing, %s", best)
	case study.NowRegressed:
		return tr.T("regressed, which means that it passed before and has failed since")
	case study.NowChanged:
		return tr.T("changed since it passed")
	default:
		return now.Word()
	}
}

func (s *session) files(ex *course.Exercise) string {
	names := make([]string, 0, len(ex.Files))
	for _, f := range ex.Files {
		names = append(names, "exercises/"+ex.ID+"/"+f)
	}
	return strings.Join(names, ", ")
}

func (s *session) next(context.Context, []string) {
	s.open(s.work.Beside(1), tr.T("This is the last exercise."))
}

func (s *session) previous(context.Context, []string) {
	s.open(s.work.Beside(-1), tr.T("This is the first exercise."))
}

// goTo opens an exercise that is named as everywhere.
func (s *session) goTo(_ context.Context, args []string) {
	if len(args) != 1 {
		s.say(tr.T("go needs an exercise, for instance go 2."), tr.T("Type list for all of them."))
		return
	}
	ex, err := s.cfg.Course.Exercise(args[0])
	if err != nil {
		said := tr.T("There is no exercise %q.", args[0])
		if near := new(course.NotFoundError); errors.As(err, &near) && len(near.Suggestions) > 0 {
			said += " " + tr.T("Did you mean %s?", tr.Or(near.Suggestions))
		}
		s.say(said, tr.T("Type list for all of them."))
		return
	}
	s.open(ex, "")
}

// open opens an exercise; when there is none, it says why.
func (s *session) open(ex *course.Exercise, otherwise string) {
	switch {
	case ex == nil:
		s.say(otherwise)
		return
	case ex == s.work.Current:
		s.introduce()
		return
	}
	n, cmd := s.work.Open(ex)
	s.told = tellingOf(s.work.Run()) // it can be asked for
	s.introduce()
	if r := s.work.Run(); r != nil && !n.Started {
		s.say(s.headline(r), tr.T("Type explain for all of the verdict."))
	}
	s.do(cmd)
	s.news(n)
}

// list lists the exercises by chapters.
func (s *session) list(context.Context, []string) {
	for _, chapter := range s.cfg.Course.Chapters {
		s.say(tr.T("Chapter: %s.", chapter.Title))
		for _, id := range chapter.Exercises {
			ex, err := s.cfg.Course.Exercise(id)
			if err != nil {
				continue
			}
			here := ""
			if ex == s.work.Current {
				here = " " + tr.T("This one is open.")
			}
			s.say(fmt.Sprintf("%s: %s.%s", study.Name(ex), s.standing(ex), here))
		}
	}
	for _, d := range s.cfg.Course.Drafts {
		s.say(tr.T("%s is a draft, and cannot be used before this is mended:\n%v", d.ID, d.Problems))
	}
	s.say(s.score())
}

// where says where the learner is, and what goes on.
func (s *session) where(context.Context, []string) {
	s.introduce()
	if r := s.reading(); r.page > 0 {
		s.say(tr.T("In the lesson you were at page %d of %d.", r.last+1, len(r.lesson.Pages)))
	}
	if r := s.work.Run(); r != nil {
		s.say(s.headline(r))
	}
	if words := s.work.Warming.Words(); words != "" {
		s.say(upper(words) + ".")
	}
	s.say(s.watching(), tr.T("Isolation: %s.", report.OneLine(s.cfg.Grader.Isolation())))
	s.say(s.score(), s.nextOne())
}

// watching says whether saves are graded.
func (s *session) watching() string {
	if s.paused {
		return tr.T("Saves are not graded: type watch on.")
	}
	if mode := s.work.Folders.Mode(s.work.Current.ID); mode != watch.Notify {
		return tr.T("Every save is graded (%s).", mode)
	}
	return tr.T("Every save is graded.")
}

// watch has saves graded, or not.
func (s *session) watch(_ context.Context, args []string) {
	switch {
	case len(args) == 0:
	case len(args) == 1 && args[0] == "off":
		s.paused = true
	case len(args) == 1 && args[0] == "on":
		s.paused = false
	default:
		s.say(tr.T("watch takes on or off."))
		return
	}
	s.say(s.watching())
	if s.paused {
		return
	}
	for _, ex := range s.work.Exercises() {
		if msg, ok := s.missed[ex.ID]; ok {
			delete(s.missed, ex.ID)
			s.hear(msg)
		}
	}
}

// upper is a sentence with its first letter in upper case.
func upper(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
