package plain

import (
	"context"
	"fmt"
	"strconv"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// A telling is how far what is said of a run has come.
type telling struct {
	run int // its id
	at  string
}

// The stations of a run, of which each is told once.
const (
	waits       = "waits" // in the queue of the class
	begun       = "begun"
	provisional = "provisional"
	ended       = "ended"
)

func tellingOf(r *study.Run) telling {
	switch {
	case r == nil:
		return telling{}
	case !r.Active():
		return telling{r.ID, ended}
	case r.Provisional:
		return telling{r.ID, provisional}
	case r.HandedIn && r.Waits:
		return telling{r.ID, waits}
	}
	return telling{r.ID, begun}
}

// tell says how the run on the open exercise stands, if that is new.
func (s *session) tell() {
	r := s.work.Run()
	now := tellingOf(r)
	if now == s.told || r == nil {
		return
	}
	if now.at == ended && !s.known() {
		return
	}
	s.told = now
	if s.halted && r.Active() {
		s.halted = false
		s.stop()
		return
	}
	if now.at == ended {
		s.verdict(r, brief)
		return
	}
	s.say(s.headline(r))
}

// known reports whether all is known that is said of a verdict: what was before, and what
// brings lost files back.
func (s *session) known() bool {
	return s.work.Keeper.Settled() && (!s.work.Lost(s.work.Current.ID) || s.work.Searched())
}

// grade has the exercise graded, and waits for the verdict.
func (s *session) grade(context.Context, []string) {
	s.awaitVerdict()
	s.do(s.work.Ask())
}

// submitCommand is the command that hands in.
func (s *session) submitCommand() command {
	return command{"submit", []string{"hand-in"}, "", tr.T("Hands the exercise in to your class, whose hidden checks grade it."), s.submit}
}

// submit hands in, and waits for the verdict.
func (s *session) submit(context.Context, []string) {
	s.awaitVerdict()
	s.do(s.work.HandIn())
}

// awaitVerdict has the next command wait for that of a run that is still to begin.
func (s *session) awaitVerdict() {
	before := s.work.Run()
	s.waits = func() bool { return s.work.Run() != before && s.told.at == ended }
}

// stop stops grading.
func (s *session) stop() {
	if !s.work.Run().Active() {
		s.say(tr.T("Nothing is being graded, so there is nothing to stop."))
		return
	}
	n, cmd := s.work.Cancel()
	s.do(cmd)
	s.news(n)
}

// explain says the whole verdict, or one failure.
func (s *session) explain(_ context.Context, args []string) {
	r := s.work.Run()
	if r == nil {
		s.say(fmt.Sprintf("%s: %s.", study.Name(s.work.Current), s.standing(s.work.Current)),
			tr.T("Nothing has been graded in this session: save your file, or type grade."))
		return
	}
	if len(args) == 0 {
		s.verdict(r, whole)
		return
	}
	if n, ok := s.number(args[0], len(r.Faults()), aFailure); ok {
		s.fault(r, n-1)
	}
}

// A thing is something of which there are several, with numbers from 1.
type thing struct{ none, unknown string } // what is said when there is none, and of another number

func aFailure(text string) thing {
	return thing{tr.T("There is no failure."), tr.T("There is no failure %q.", text)}
}

func aCheck(text string) thing {
	return thing{tr.T("There is no check."), tr.T("There is no check %q.", text)}
}

func aPlace(text string) thing {
	return thing{tr.T("There is no place."), tr.T("There is no place %q.", text)}
}

func aHint(text string) thing {
	return thing{tr.T("There is no hint."), tr.T("There is no hint %q.", text)}
}

// number reads a number from 1 to most of some things.
func (s *session) number(text string, most int, what func(text string) thing) (int, bool) {
	n, err := strconv.Atoi(text)
	switch {
	case most == 0:
		s.say(what(text).none)
	case err != nil || n < 1 || n > most:
		s.say(what(text).unknown, tr.T("They are numbered from 1 to %d.", most))
	default:
		return n, true
	}
	return 0, false
}

// checks says how each stage and each check has ended.
func (s *session) checks(context.Context, []string) {
	r := s.work.Run()
	if r == nil {
		s.say(tr.T("Nothing has been graded yet."))
		for i, c := range s.work.Current.Checks {
			s.say(tr.T("Check %d: %s, %s.", i+1, report.OneLine(c.Title), study.Points(0, c.Points)))
		}
		return
	}
	for _, info := range report.Stages {
		s.say(tr.T("Stage %s: %s.", info.Name, stage(r, info.Name)))
	}
	for i, c := range r.Checks {
		word := tr.T("waits")
		switch {
		case c.Verdict != "":
			word = tr.Verdict(c.Verdict)
		case !r.Active():
			word = tr.Verdict(report.NotRun)
		}
		s.say(tr.T("Check %d %s: %s, %s.", i+1, word, report.OneLine(c.Title), study.Points(c.Points, c.MaxPoints)))
	}
}

// stage is how a stage stands, in words.
func stage(r *study.Run, name report.StageName) string {
	if st, ok := r.Stages[name]; ok {
		return tr.Verdict(st.Verdict)
	}
	switch done, all := r.Finished(name); {
	case r.Running[name] && r.Active() && all > 0:
		return tr.T("running, %d of %d checks done", done, all)
	case r.Running[name] && r.Active():
		return tr.T("running")
	case r.Active():
		return tr.T("waits")
	}
	return tr.Verdict(report.NotRun)
}

// output shows what was written during the last run.
func (s *session) output(context.Context, []string) {
	r := s.work.Run()
	if r == nil || r.Result == nil {
		s.say(tr.T("There is no output yet."), tr.T("Save your file, or type grade."))
		return
	}
	outputs := r.Outputs()
	if len(outputs) == 0 {
		s.say(tr.T("Nothing was written during this run."))
	}
	for _, o := range outputs {
		s.say(tr.T("Output of %s:", o.Title))
		s.out.block(o.Text)
		s.say(tr.T("End of this output."))
	}
}

// hint gives one hint more, or one that is named.
func (s *session) hint(_ context.Context, args []string) {
	all, seen := len(s.work.Current.Hints), s.work.Entry().Hints
	n := min(seen+1, all)
	switch {
	case all == 0:
		s.say(tr.T("This exercise has no hints."))
		return
	case len(args) > 0:
		var ok bool
		if n, ok = s.number(args[0], all, aHint); !ok {
			return
		}
	case seen >= all:
		s.say(tr.T("There are no more hints."), tr.T("This is the last one."))
	}
	s.giveHint(n)
	if n < all {
		s.say(tr.T("Type hint for the next one."))
	}
	if n > seen {
		news, cmd := s.work.SawHints(n)
		s.do(cmd)
		s.news(news)
	}
}

// hints gives all that the learner has seen.
func (s *session) hints(context.Context, []string) {
	seen := min(s.work.Entry().Hints, len(s.work.Current.Hints))
	if seen == 0 {
		s.say(tr.T("You have seen no hint yet."), tr.T("Type hint for the first."))
	}
	for n := range seen {
		s.giveHint(n + 1)
	}
}

func (s *session) giveHint(n int) {
	s.say(tr.T("Hint %d of %d:", n, len(s.work.Current.Hints)))
	s.out.markdown(s.work.Current.Hints[n-1])
}
