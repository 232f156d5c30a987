package grader

import (
	"sync"
	"time"

	"workbook/grader/course"
	"workbook/grader/report"
)

// A ledger holds what has happened to one submission, and tells it as it happens. It
// is safe for concurrent use; nobody else calls on.
type ledger struct {
	ex    *course.Exercise
	began time.Time

	mu     sync.Mutex // guards what follows, and calls of on
	on     func(Event)
	result report.Exercise // what is known besides stages and checks
	stages map[report.StageName]*entry
	checks map[string]report.Check
}

// An entry is a stage that has begun or ended.
type entry struct {
	report.Stage               // as it ended; the verdict is empty before
	spent        time.Duration // in spans that are over
	since        time.Time     // when the span that is open began; zero when none is
}

func newLedger(ex *course.Exercise, isolation string, seed uint64, on func(Event)) *ledger {
	return &ledger{
		ex: ex, began: time.Now(), on: on,
		result: report.Exercise{ID: ex.ID, Title: ex.Title, MaxPoints: ex.Points(), Isolation: isolation, Seed: seed},
		stages: map[report.StageName]*entry{},
		checks: map[string]report.Check{},
	}
}

// begin starts a stage, or goes on with it: then it opens another span of the same
// stage, which is not told. What lies between spans is not part of its duration. The
// function that it returns ends the span, and so does finish.
func (l *ledger) begin(name report.StageName) (pause func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.stages[name]
	if e == nil {
		e = &entry{}
		l.stages[name] = e
		l.on(StageStarted{Exercise: l.ex.ID, Stage: name})
	}
	e.since = time.Now()
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		e.pause()
	}
}

func (e *entry) pause() {
	if !e.since.IsZero() {
		e.spent += time.Since(e.since)
		e.since = time.Time{}
	}
}

// finish says how a stage ended. A pass may be taken back by finishing it again.
func (l *ledger) finish(s report.Stage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.stages[s.Name]
	if e == nil {
		e = &entry{}
		l.stages[s.Name] = e
	}
	e.pause()
	s.DurationMS = e.spent.Milliseconds()
	e.Stage = s
	l.on(StageFinished{Exercise: l.ex.ID, Stage: s})
}

// unfinished reports whether a stage has begun and not ended.
func (l *ledger) unfinished(name report.StageName) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.stages[name]
	return e != nil && e.Verdict == ""
}

// bad reports whether a stage has ended, and badly.
func (l *ledger) bad(name report.StageName) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.stages[name]
	return e != nil && e.Verdict != "" && e.Verdict.Bad()
}

// record says how a check ended.
func (l *ledger) record(c report.Check) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.checks[c.Name] = c
	l.on(CheckFinished{Exercise: l.ex.ID, Stage: c.Kind, Check: c})
}

// withhold has checks not run, for the reasons of the exercise and of each of them,
// without telling of each. which is nil for all of them.
func (l *ledger) withhold(why, each string, which func(course.Check) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.result.Message = why
	for _, declared := range l.ex.Checks {
		if which != nil && !which(declared) {
			continue
		}
		c := declared.Blank()
		c.Verdict, c.Message = report.NotRun, each
		c.Withheld = which != nil
		l.checks[c.Name] = c
	}
}

// problems are all that a stage has against the source.
func (l *ledger) problems(all []report.Problem) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.result.Problems = all
}

// fail says that the grader itself failed, whatever else happened.
func (l *ledger) fail(message string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.result.Verdict, l.result.Message = report.GraderError, message
}

// declared lists every declared check, in declared order.
func (l *ledger) declared() []report.Check {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.allChecks()
}

// allChecks is declared for who holds mu.
func (l *ledger) allChecks() []report.Check {
	out := []report.Check{}
	for _, declared := range l.ex.Checks {
		c, ok := l.checks[declared.Name]
		if !ok {
			c = declared.Blank()
			c.Verdict = report.NotRun
		}
		out = append(out, c)
	}
	return out
}

// provisional tells the pass as it stands before what may take it away.
func (l *ledger) provisional() {
	l.mu.Lock()
	defer l.mu.Unlock()
	ex := l.result
	ex.Verdict, ex.Checks = report.Pass, l.allChecks()
	ex.Points = points(ex.Checks)
	for _, info := range report.Stages {
		if e := l.stages[info.Name]; e != nil && e.Verdict != "" {
			ex.Stages = append(ex.Stages, e.Stage)
		}
	}
	l.on(Provisional{Exercise: ex})
}

// conclude turns what was seen into the verdict. What was not seen is not run, and
// what is not run is not passed.
func (l *ledger) conclude() report.Exercise {
	l.mu.Lock()
	defer l.mu.Unlock()
	ex := l.result
	for _, info := range report.Stages {
		s := report.Stage{Name: info.Name, Verdict: report.NotRun}
		if e := l.stages[info.Name]; e != nil && e.Verdict != "" {
			s = e.Stage
		} else {
			l.on(StageFinished{Exercise: l.ex.ID, Stage: s})
		}
		ex.Stages = append(ex.Stages, s)
	}
	ex.Checks = l.allChecks()
	ex = judge(ex)
	ex.DurationMS = time.Since(l.began).Milliseconds()
	return ex
}
