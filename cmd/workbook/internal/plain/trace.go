package plain

import (
	"context"
	"errors"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/cmd/workbook/internal/study"
)

// A tracer has runs recorded, and says them step by step. What it needs of the session is
// given to it.
type tracer struct {
	work   *study.Work
	say    func(sentences ...string)
	do     func(study.Cmd)
	await  func(done func() bool)                       // has the next command wait
	page   func() int                                   // of the lesson, that was read last
	number func(text string, most int) (n int, ok bool) // of a check

	id     int                // of the run that was asked for last; what carries another is stale
	cancel context.CancelFunc // nil: nothing is being recorded
	record *stepping.Record   // nil until it is recorded
	next   int                // the step that is said next
}

// A tracedMsg carries a run that was recorded, or why there is none.
type tracedMsg struct {
	id     int
	record *stepping.Record
	err    error
}

// portion is how many steps are said at a time.
const portion = 50

// active reports whether a run is being recorded.
func (t *tracer) active() bool { return t.cancel != nil }

// command is the command that goes through a run.
func (t *tracer) command() command {
	return command{"trace", []string{"t", "step"}, "[N|page|on|end]",
		tr.T("Runs a failed check, or check N, or the wrong version of this page of the lesson, and says every step: who goes on, and what comes of it. trace on says the next steps, trace end the last."),
		t.obey}
}

// obey has a run recorded, or goes on with the one that there is.
func (t *tracer) obey(_ context.Context, args []string) {
	word := ""
	if len(args) > 0 {
		word = strings.ToLower(args[0])
	}
	switch r := t.record; {
	case word != "on" && word != "end":
		if what, ok := t.wanted(word); ok {
			t.start(what)
		}
	case r == nil:
		t.say(tr.T("No run has been recorded yet."), tr.T("Type trace first."))
	default:
		if word == "end" {
			t.next = max(r.Len()-portion, 0)
		}
		t.tell()
	}
}

// wanted is what is asked for, if it can be recorded.
func (t *tracer) wanted(word string) (study.Stepping, bool) {
	w := t.work
	if word == "page" {
		replay, ok := study.Replays(t.work.Config.Course, w.Current)[t.page()]
		switch why := w.MayReplay(); {
		case !ok:
			t.say(tr.T("This page of the lesson has no wrong version to step through."))
		case why != "":
			t.say(why)
		default:
			return study.Replay(w.Current, replay), true
		}
		return study.Stepping{}, false
	}
	checks, why := w.Steppable()
	if why != "" {
		t.say(why)
		return study.Stepping{}, false
	}
	if word == "" {
		return w.StepThrough(checks[0]), true
	}
	all := w.Run().Checks
	n, ok := t.number(word, len(all))
	if !ok {
		return study.Stepping{}, false
	}
	for _, c := range checks {
		if c.Name == all[n-1].Name {
			return w.StepThrough(c), true
		}
	}
	t.say(tr.T("Check %d does not run in one process with your code, so it cannot be stepped through.", n))
	return study.Stepping{}, false
}

// start has a run recorded, and the next command wait for it.
func (t *tracer) start(what study.Stepping) {
	if t.active() {
		t.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.id, t.cancel, t.record, t.next = t.id+1, cancel, nil, 0
	id := t.id
	t.say(tr.T("Running: %s. This takes a moment; Ctrl-C stops it.", what.Title))
	t.await(func() bool { return t.id != id || !t.active() })
	t.do(t.work.Jobs.Cmd(func(program context.Context) study.Msg {
		defer cancel()
		defer context.AfterFunc(program, cancel)()
		r, err := t.work.Record(ctx, what)
		return tracedMsg{id, r, err}
	}))
}

// stop ends the recording.
func (t *tracer) stop() {
	t.cancel()
	t.id, t.cancel = t.id+1, nil
	t.say(tr.T("Stopped: there is no run to step through."))
}

// take takes a run that was recorded.
func (t *tracer) take(m tracedMsg) {
	if m.id != t.id {
		return
	}
	t.cancel = nil
	if m.err != nil {
		if !errors.Is(m.err, context.Canceled) {
			t.say(tr.T("There is no run to step through: %s.", strings.TrimSuffix(m.err.Error(), ".")))
		}
		return
	}
	t.record = m.record
	said := tr.N(m.record.Len(), "Run of “%s”: %d step.", "Run of “%s”: %d steps.", m.record.Title(), m.record.Len())
	if n := m.record.Schedule(); n != 0 {
		said += " " + tr.T("It is schedule %d.", n)
	}
	t.say(said)
	if m.record.Len() == 0 {
		t.say(tr.T("Nothing of the submission has run in this check, so there is no step to be shown."), m.record.Ending())
		return
	}
	t.tell()
}

// tell says the next steps, and after the last how the run has ended.
func (t *tracer) tell() {
	r := t.record
	if t.next >= r.Len() {
		t.say(tr.T("These were all steps."), tr.T("Type trace end for the last of them again."))
		return
	}
	to := min(t.next+portion, r.Len())
	for i := t.next; i < to; i++ {
		t.say(tr.T("Step %d, at %s:", i+1, r.Time(i).String()), r.Turn(i), r.Then(i))
		for _, m := range r.In(i) {
			t.say(tr.T("Seen from outside: %s.", m.Text))
		}
	}
	if t.next = to; to == r.Len() {
		t.say(r.Ending())
		t.tellLast()
		return
	}
	t.say(tr.T("Type trace on for the next steps, or trace end for the last."))
}

// tellLast says where every goroutine was at the end.
func (t *tracer) tellLast() {
	r := t.record
	for _, g := range r.Groups(r.At(r.End())) {
		at := ""
		if place := g.Place(); place != "" && (g.State != stepping.Ended || g.Panicked()) {
			at = " " + tr.T("at %s", place)
		}
		said := r.Name(g.Goroutine) + " (" + r.Known(g.Goroutine) + ") " + g.Does() + at
		if len(g.Members) > 1 {
			said += ", " + g.Alike()
		}
		t.say(said + ".")
	}
}
