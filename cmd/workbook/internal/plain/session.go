package plain

import (
	"context"
	"errors"
	"io"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/study"
)

// A session is one use of the line mode.
type session struct {
	cfg  Config
	work *study.Work
	out  *printer

	commands []command
	lessons  map[string]*reading // by exercise; those that have been read
	found    []study.Spot        // what find has found last

	prompted bool        // the last line is a prompt, which has not been answered
	waits    func() bool // reports whether what the learner has asked for is done; nil: nothing is awaited
	halted   bool        // an interrupt came before what is awaited had begun
	question *question   // that has to be answered before anything else; nil: none
	told     telling     // what was said last of the run on the open exercise

	complete bool                      // the last exercise has passed, and that has not been said
	unseen   int                       // folders that have not been looked into yet
	paused   bool                      // saves are not graded
	missed   map[string]study.SavedMsg // by exercise, the last save while they were not

	trace *tracer       // says runs step by step
	demo  *demonstrator // runs demos

	over bool
}

// A question is answered with yes or no.
type question struct {
	text string
	yes  func(ctx context.Context)
	no   string // what is said then
}

func newSession(ctx context.Context, cfg Config) *session {
	s := &session{
		cfg:     cfg,
		work:    study.NewWork(cfg.Config, study.NewJobs(ctx)),
		out:     &printer{w: cfg.Out, width: cfg.Width},
		lessons: make(map[string]*reading),
		missed:  make(map[string]study.SavedMsg),
		unseen:  len(cfg.Course.Exercises),
	}
	s.trace = &tracer{work: s.work, say: s.say, do: s.do,
		await:  func(done func() bool) { s.waits = done },
		page:   func() int { return s.reading().last },
		number: func(text string, most int) (int, bool) { return s.number(text, most, aCheck) },
	}
	s.demo = &demonstrator{work: s.work, say: s.say, do: s.do,
		await: func(done func() bool) { s.waits = done },
		text:  func(lines func(width int) string) { s.step(); s.out.part(lines(min(s.out.room(), widest))) },
	}
	s.commands = s.table()
	return s
}

// do runs a command of the work, beside what goes on here.
func (s *session) do(cmd study.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		if msg := cmd(); msg != nil {
			s.work.Jobs.Post(msg)
		}
	}()
}

// ready reports whether the next command may be read. A script waits until nothing is
// graded any more, so that what it sees does not depend on how fast the machine is.
func (s *session) ready() bool {
	if s.waits != nil {
		if !s.waits() {
			return false
		}
		s.waits, s.halted = nil, false
	}
	switch {
	case s.question != nil:
		return true
	case s.unseen > 0: // what is saved from the first prompt on is graded
		return false
	}
	return s.cfg.Interactive || !s.grading() && s.work.Keeper.Settled() && s.toldAll()
}

// toldAll reports whether all is said of the run on the open exercise, as far as it has
// come.
func (s *session) toldAll() bool {
	r := s.work.Run()
	return r == nil || s.told == tellingOf(r)
}

// grading reports whether anything is being graded, or is to be.
func (s *session) grading() bool {
	for _, ex := range s.work.Exercises() {
		switch s.work.Standing(ex.ID) {
		case study.NowGrading, study.NowWaiting:
			return true
		}
	}
	return false
}

// prompt asks for the next line.
func (s *session) prompt() {
	if s.prompted || !s.cfg.Interactive {
		return
	}
	s.prompted = true
	if s.question != nil {
		s.out.part(s.question.text + " ")
		return
	}
	s.out.part(study.Number(s.work.Current.ID) + "> ")
}

// say writes a paragraph. What was typed so far stays with the terminal; the prompt comes
// again.
func (s *session) say(sentences ...string) {
	s.step()
	s.out.say(sentences...)
}

// step leaves the line of the prompt when something else is to be written.
func (s *session) step() {
	if s.prompted {
		s.prompted = false
		s.out.part("\n")
	}
}

// ask asks before something is done.
func (s *session) ask(q question) {
	s.question = &q
	if !s.cfg.Interactive {
		s.say(q.text)
	}
}

// obey obeys a line.
func (s *session) obey(ctx context.Context, l line) {
	if l.end != nil && s.cfg.Interactive { // Ctrl-D leaves the line as it is
		s.out.part("\n")
	}
	switch q := s.question; {
	case l.end != nil && l.text == "":
		s.over = true
	case q != nil:
		s.question = nil
		s.answer(ctx, *q, l.text)
	default:
		s.command(ctx, l.text)
	}
	if l.end != nil {
		if !errors.Is(l.end, io.EOF) {
			s.say(tr.T("The input cannot be read: %s.", l.end.Error()))
		}
		s.over = true
	}
}

func (s *session) answer(ctx context.Context, q question, text string) {
	if !tr.Yes(text) {
		s.say(q.no)
		return
	}
	q.yes(ctx)
}

// interrupt stops grading, or else the session.
func (s *session) interrupt() {
	if s.cfg.Interactive { // the terminal has written ^C
		s.prompted = false
		s.out.part("\n")
	}
	switch {
	case s.work.Run().Active():
		s.stop()
	case s.trace.active():
		s.trace.stop()
	case s.demo.active():
		s.demo.stop()
	case s.waits != nil:
		s.halted = true
	case s.question != nil:
		q := *s.question
		s.question = nil
		s.say(q.no)
	default:
		s.over = true
	}
}

// hear takes what a job has found out, and tells what has changed by it.
func (s *session) hear(msg study.Msg) {
	switch m := msg.(type) {
	case study.FoundMsg:
		s.unseen--
	case study.SavedMsg:
		if s.paused && !m.Asked {
			s.missed[m.Exercise.ID] = m
			return
		}
	}
	n, cmd := s.work.Update(msg)
	s.do(cmd)
	s.news(n)
	s.heard(msg, n)
}

// heard ends the waiting for a message, or goes on with what was waited for.
func (s *session) heard(msg study.Msg, n study.News) {
	switch m := msg.(type) {
	case study.SavedMsg:
		if m.Asked && !n.Started {
			s.waits = nil // it could not be read, as the notice says
		}
	case tracedMsg:
		s.trace.take(m)
	case demoMsg:
		s.demo.take(m)
	case study.ResetMsg:
		s.waits = nil
	case study.BackupMsg:
		if m.Asked {
			s.waits = nil
			s.offerBackup(m)
		}
	case study.UndoneMsg:
		s.waits = nil
		if n.Reset {
			s.awaitVerdict() // what is back is graded
		}
	}
}

// news tells what has changed in the work.
func (s *session) news(n study.News) {
	if n.Undo {
		n.Notice += " " + tr.T("Type undo to bring it back.")
	}
	switch {
	case n.There != "":
		s.say(n.Notice, tr.T("Type go %s to see why.", study.Number(n.There)))
	case n.Notice != "":
		s.say(n.Notice)
	}
	s.complete = s.complete || n.Last
	s.tell()
	if s.complete && s.toldAll() {
		s.complete = false
		s.lookBack()
	}
}

// reading is the lesson of the open exercise, where it is open.
func (s *session) reading() *reading {
	id := s.work.Current.ID
	r := s.lessons[id]
	if r == nil {
		r = &reading{}
		r.lesson, r.err = lesson.Load(s.cfg.Course.LessonPaths(id)...)
		r.resume(s.cfg.Bookmark, id)
		s.lessons[id] = r
	}
	return r
}
