package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/grader/report"
	"workbook/grader/verify"
)

// A told tells how far something long has come: on a terminal in one line that
// changes, elsewhere in a line now and then, so that whoever reads the log of a CI
// sees that something happens, and what was under way when nothing did any more.
type told struct {
	screen *screen
	live   *live // nil when there is no terminal
	mu     sync.Mutex
	last   time.Time
}

// nowAndThen is how far such lines are apart.
const nowAndThen = 20 * time.Second

func (s *session) newTold() *told {
	return &told{screen: s.err, live: newLive(s.err, nil), last: time.Now()}
}

func (t *told) on(p verify.Progress) {
	t.tell(tr.T("%s %d of %d, %s: %s", bar(p.Done, p.Total), p.Done, p.Total, p.Exercise, p.Doing),
		tr.T("%d of %d gradings are done; now %s: %s", p.Done, p.Total, p.Exercise, p.Doing), false)
}

// tell has the line that changes say one thing, and where there is none, a line of its own
// another: now and then, and at the end.
func (t *told) tell(changing, line string, end bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.live != nil:
		t.live.show(changing)
	case end || time.Since(t.last) >= nowAndThen:
		t.last = time.Now()
		t.screen.printf("%s\n", line)
	}
}

func (t *told) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.clear()
}

// bar draws how much of something is done.
func bar(done, total int) string {
	const width = 20
	full := width * done / max(total, 1)
	return "[" + strings.Repeat("#", full) + strings.Repeat("-", width-full) + "]"
}

func row(id string, cells ...string) string {
	line := fmt.Sprintf("%-16s", id)
	for i, width := range []int{5, 5, 6, 7, 6, 0} {
		line += fmt.Sprintf("  %*s", width, cells[i])
	}
	return strings.TrimRight(line, " ")
}

// verified prints what was found out about one exercise.
func (s *session) verified(ex verify.Exercise, flags verifyFlags) {
	mutants := tr.T("not tried")
	switch m := ex.Mutation; {
	case ex.Draft():
		mutants = tr.T("it is a draft")
	case !flags.quick:
		mutants = tr.T("%d of %d", m.Killed, m.Killed+m.Survived)
		if m.Equivalent > 0 {
			mutants += tr.T(", %d equivalent", m.Equivalent)
		}
		if m.Hunted > 0 {
			mutants += tr.T(", %d by schedules alone", m.Hunted)
		}
	}
	color := green
	if !ex.Good() {
		color = red
	}
	s.out.printf("%s\n", s.out.paint(color, row(ex.ID, fmt.Sprint(ex.Right), fmt.Sprint(ex.Wrong), fmt.Sprint(ex.Checks),
		fmt.Sprint(ex.Runs), fmt.Sprint(len(ex.Flakes)), mutants)))
	if ex.Contract.Sentences > 0 {
		s.out.printf("  %s\n", audited(ex.Contract))
	}
	if len(ex.Hunted) > 0 {
		s.out.printf("  %s\n", tr.N(len(ex.Hunted), "%d known-wrong solution passes by luck, and fails under a schedule: %s",
			"%d known-wrong solutions pass by luck, and fail under a schedule: %s", len(ex.Hunted), strings.Join(ex.Hunted, ", ")))
	}
	for _, p := range ex.Problems {
		s.problem("", p)
	}
	for _, p := range ex.Notes {
		s.problem(tr.T("note:")+" ", p)
	}
	if ex.Repeated > 0 {
		s.out.printf("%s\n", tr.T("  gradings done again, because the machine was too busy for a verdict: %d", ex.Repeated))
	}
}

// audited says how much of the contract has been seen to be tested.
func audited(c verify.Contract) string {
	tested := c.Sentences - c.Untested
	line := tr.N(c.Sentences, "%d sentence of the contract", "%d sentences of the contract", c.Sentences)
	if c.Untested > 0 {
		line += tr.T(", of which %d demand nothing that a test can tell", c.Untested)
	}
	switch {
	case tested == 0:
		return line
	case c.Broken < tested:
		return line + tr.T("; %d of %d broken by somebody", c.Broken, tested)
	case c.Untested > 0:
		return tr.T("%s; each of the others broken by somebody", line)
	}
	return tr.T("%s, each broken by somebody", line)
}

// problem prints one, or a note, which says so.
func (s *session) problem(kind string, p verify.Problem) {
	where := p.Aspect
	if p.File != "" {
		where = p.File
		if p.Line > 0 {
			where += fmt.Sprintf(":%d", p.Line)
		}
	}
	message, change, _ := strings.Cut(p.Message, "\n")
	text := s.out.wrap(2, kind+where+": "+message)
	if p.File != "" {
		text = strings.Replace(text, where, s.out.link(p.File, where), 1)
	}
	s.out.printf("%s\n", text)
	for line := range strings.Lines(change) {
		s.out.printf("      %s\n", report.Terminal(strings.TrimSuffix(line, "\n")))
	}
	if p.Hint != "" {
		s.out.printf("%s\n", s.out.wrap(4, tr.T("to do: %s", p.Hint)))
	}
}

// verdictOn is the last line of a verification.
func verdictOn(res *verify.Result) string {
	good, problems, flakes := 0, 0, 0
	for _, ex := range res.Exercises {
		if ex.Good() {
			good++
		}
		problems += len(ex.Problems)
		flakes += len(ex.Flakes)
	}
	line := tr.T("%d of %d exercises are good", good, len(res.Exercises))
	if problems > 0 {
		line += tr.T("; to mend: %d, of which flakes: %d", problems, flakes)
	}
	return line + "\n" + tr.T("isolation: %s", report.OneLine(res.Isolation))
}
