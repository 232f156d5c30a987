package recording

import (
	"regexp"

	"workbook/grader/internal/trace"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// lastWords is where a process begins to print how it died.
var lastWords = regexp.MustCompile(`(?m)^(panic: |fatal error: |SIGQUIT: quit)`)

// died says where everybody was when the process died, which told nothing any more.
func (t *teller) died() {
	s := t.last()
	if at := lastWords.FindStringIndex(s.Output); at != nil {
		s.Output = s.Output[:at[0]]
	}
	crash, crashed := trace.ParseCrash(t.Trace)
	all := crash.Goroutines
	if !crashed {
		all = trace.ParseGoroutines(t.Trace)
	}
	if len(all) == 0 {
		return
	}
	delete(t.points, t.chosen) // it went on
	seen := map[uint64]bool{}
	for _, g := range all {
		if g.ID > 0 {
			seen[uint64(g.ID)] = true
			t.crowd.saw(uint64(g.ID), g)
		}
	}
	for id := range t.crowd.members {
		if !seen[id] {
			t.crowd.gone(id)
		}
	}
	t.run.End = t.crowd.changes(t.place)
	if crashed {
		t.crash(crash)
	}
}

// crash says who brought the process down, and where.
func (t *teller) crash(c trace.Crash) {
	culprit := t.crowd.members[uint64(c.Goroutines[0].ID)]
	if culprit == nil || c.Fatal {
		return
	}
	for i, p := range t.run.End {
		if p.Goroutine == culprit.index {
			t.run.End = append(t.run.End[:i], t.run.End[i+1:]...)
			break
		}
	}
	end := steps.Place{Goroutine: culprit.index, State: steps.Ended}
	if f, ok := c.Line(t.Names.Learner); ok {
		end.File, end.Line = base(f.File), f.Line
	}
	t.run.End = append(t.run.End, end)
	t.event(report.Moment{AtUS: t.last().AtUS, Kind: report.Panicked, Who: t.crowd.name(culprit), Note: c.Value})
}
