// Package stepping is a recorded run that somebody goes through, step by step: where every
// goroutine is, what happens in a step, and what was seen of it from outside, in words. It
// knows no screen; the screens and the line mode show the same.
//
//	r := stepping.New(run)
//	for i := range r.Len() {
//		fmt.Println(r.Turn(i), r.Then(i))
//		for _, s := range r.At(i) {
//			fmt.Println(r.Name(s.Goroutine), s.State, s.File, s.Line)
//		}
//	}
//
// A record comes from a process with learner code in it. [New] takes whatever it holds:
// what points nowhere is left out, and names are made safe to show. Texts that have several
// lines (sources, output, the message) are not: whoever shows them does that.
package stepping

import (
	"slices"
	"strconv"
	"time"

	"workbook/grader/report"
	"workbook/grader/steps"
)

// A Record is a run that can be gone through. It does not change, and any step is reached
// at once.
type Record struct {
	run      steps.Run
	kept     [][]steps.Place // before every so many steps: the places, by goroutine
	end      []steps.Place   // at the end of the run, by goroutine
	first    []int           // by goroutine, the step in which it goes on first; -1: in none
	next     []int           // by step, the next in which its goroutine goes on; 0: there is none
	switches []int           // the steps that are one, in order
	world    []Moment        // all that was seen
}

// every is how many steps lie between two of which all places are kept.
const every = 32

// New makes a run ready to be gone through. A nil run has no steps.
func New(run *steps.Run) *Record {
	r := &Record{}
	if run != nil {
		r.run = *run
	}
	r.mend()
	r.index()
	r.world = r.seen()
	return r
}

// mend leaves out what points nowhere. Steps keep their number: one by a goroutine that is
// not known is by one more.
func (r *Record) mend() {
	known := len(r.run.Goroutines)
	r.run.Goroutines = slices.Clone(r.run.Goroutines)
	for i := range r.run.Goroutines {
		g := &r.run.Goroutines[i]
		g.Name, g.File, g.Line = report.OneLine(g.Name), report.OneLine(g.File), max(g.Line, 0)
		if g.By >= known || g.By == i {
			g.By = -1
		}
	}
	r.run.Steps = slices.Clone(r.run.Steps)
	for i := range r.run.Steps {
		s := &r.run.Steps[i]
		if s.Goroutine < 0 || s.Goroutine >= known {
			s.Goroutine = known
		}
		s.File, s.Line, s.Column = report.OneLine(s.File), max(s.Line, 0), max(s.Column, 0)
		s.Changed = mended(s.Changed, known)
	}
	r.run.End = mended(r.run.End, known)
	if slices.ContainsFunc(r.run.Steps, func(s steps.Step) bool { return s.Goroutine == known }) {
		r.run.Goroutines = append(r.run.Goroutines, steps.Goroutine{By: -1})
	}
	r.run.Left = max(r.run.Left, 0)
}

// mended are those places that are of a goroutine that is known.
func mended(places []steps.Place, known int) []steps.Place {
	places = slices.DeleteFunc(slices.Clone(places), func(p steps.Place) bool {
		return p.Goroutine < 0 || p.Goroutine >= known
	})
	for i := range places {
		p := &places[i]
		p.File, p.Line, p.On = report.OneLine(p.File), max(p.Line, 0), report.OneLine(p.On)
	}
	return places
}

// index goes through the run once, for what is asked for at any step.
func (r *Record) index() {
	r.first = make([]int, len(r.run.Goroutines))
	last := make([]int, len(r.run.Goroutines))
	for g := range r.first {
		r.first[g] = -1
	}
	r.next = make([]int, r.Len())
	now := make([]steps.Place, len(r.run.Goroutines))
	for i, s := range r.run.Steps {
		if i%every == 0 {
			r.kept = append(r.kept, slices.Clone(now))
		}
		take(now, s.Changed)
		if r.first[s.Goroutine] < 0 {
			r.first[s.Goroutine] = i
		} else {
			r.next[last[s.Goroutine]] = i
		}
		last[s.Goroutine] = i
		if r.run.Switch(i) {
			r.switches = append(r.switches, i)
		}
	}
	r.end = now
	r.stay()
	take(r.end, r.run.End)
}

// stay has whoever took the last step stand there at the end, unless something else is
// known.
func (r *Record) stay() {
	if r.Len() == 0 {
		return
	}
	last := r.run.Steps[r.Len()-1]
	r.end[last.Goroutine] = steps.Place{Goroutine: last.Goroutine, State: steps.Ready, File: last.File, Line: last.Line}
}

// take brings places to where they have come.
func take(now []steps.Place, changed []steps.Place) {
	for _, p := range changed {
		now[p.Goroutine] = p
	}
}

// Len is how many steps there are.
func (r *Record) Len() int { return len(r.run.Steps) }

// End is the position after the last step, where everybody stands as the run has ended. It
// has no step of its own; where there are no steps, there is no such position either.
func (r *Record) End() int { return r.Len() }

// Ended reports whether a position is the end of the run.
func (r *Record) Ended(i int) bool { return i >= r.Len() }

// Left is how many more there were, which were not kept.
func (r *Record) Left() int { return r.run.Left }

// Step is a step; at the end of the run it is the last.
func (r *Record) Step(i int) steps.Step { return r.run.Steps[min(i, r.Len()-1)] }

// Sources are the files of the submission.
func (r *Record) Sources() []steps.Source { return r.run.Sources }

// Source is the index of a file among them, or -1.
func (r *Record) Source(name string) int {
	return slices.IndexFunc(r.run.Sources, func(s steps.Source) bool { return report.OneLine(s.Name) == name })
}

// Exercise is the id of the exercise, Title that of the check, Schedule its number, and
// Verdict how the run ended.
func (r *Record) Exercise() string        { return r.run.Exercise }
func (r *Record) Title() string           { return report.OneLine(r.run.Title) }
func (r *Record) Schedule() uint64        { return r.run.Schedule }
func (r *Record) Verdict() report.Verdict { return r.run.Verdict }

// Message is what the check said at the end. It may have several lines.
func (r *Record) Message() string { return r.run.Message }

// Time is when a step began, on the check's clock; of the end, when the last did.
func (r *Record) Time(i int) time.Duration { return max(r.run.Time(min(i, r.Len()-1)), 0) }

// Name tells a goroutine from the others: "G2".
func (r *Record) Name(g int) string { return "G" + strconv.Itoa(g+1) }

// Goroutines is how many come to be in the whole run.
func (r *Record) Goroutines() int { return len(r.run.Goroutines) }

// Switch reports whether another goroutine goes on in a step than in the one before.
func (r *Record) Switch(i int) bool { return !r.Ended(i) && r.run.Switch(i) }

// SwitchBefore is the last switch before a step; where there is none it is the first step.
func (r *Record) SwitchBefore(i int) int {
	at, _ := slices.BinarySearch(r.switches, i)
	if at == 0 {
		return 0
	}
	return r.switches[at-1]
}

// SwitchAfter is the next switch after a step; where there is none it is the end.
func (r *Record) SwitchAfter(i int) int {
	at, _ := slices.BinarySearch(r.switches, i+1)
	if at == len(r.switches) {
		return r.End()
	}
	return r.switches[at]
}

// A State is what a goroutine does while a step lasts.
type State int

// The states, in the order in which they matter to who reads.
const (
	Runs State = iota
	Ready
	Waits
	Ended
)

// A Standing is where a goroutine is, and what it does.
type Standing struct {
	Goroutine int // index
	State     State
	File      string
	Line      int
	On        string // what it waits for, in English
	Between   bool   // it stands within a statement: it has read, and will write
}

// At are the standings of all goroutines that have been made when step i begins, in the
// order in which they were made. At the end nobody runs.
func (r *Record) At(i int) []Standing {
	if r.Ended(i) {
		return standings(r.end, -1)
	}
	now := slices.Clone(r.kept[i/every])
	for _, s := range r.run.Steps[i/every*every : i+1] {
		take(now, s.Changed)
	}
	s := r.run.Steps[i]
	now[s.Goroutine] = steps.Place{Goroutine: s.Goroutine, State: steps.Ready, File: s.File, Line: s.Line}
	return standings(now, s.Goroutine)
}

// standings are those of the places of all goroutines, of which one runs; -1: none does.
func standings(places []steps.Place, runs int) []Standing {
	var all []Standing
	for g, p := range places {
		switch {
		case g == runs:
			all = append(all, Standing{Goroutine: g, State: Runs, File: p.File, Line: p.Line})
		case p.State != "":
			all = append(all, Standing{g, stateOf(p.State), p.File, p.Line, p.On, p.Between && p.State == steps.Ready})
		}
	}
	return all
}

func stateOf(s steps.State) State {
	switch s {
	case steps.Waits:
		return Waits
	case steps.Ended:
		return Ended
	}
	return Ready
}

// Panicked reports whether it has ended so: it stands where that was.
func (s Standing) Panicked() bool { return s.State == Ended && s.File != "" }

// Focus is where to look at a position: where the step is, and at the end where somebody
// has panicked, or waits, or else where the last step was.
func (r *Record) Focus(i int) (file string, line int) {
	s := r.Step(i)
	if !r.Ended(i) {
		return s.File, s.Line
	}
	file, line = s.File, s.Line
	waits := false
	for _, at := range r.At(i) {
		switch {
		case at.Panicked():
			return at.File, at.Line
		case at.State == Waits && at.File != "" && !waits:
			file, line, waits = at.File, at.Line, true
		}
	}
	return file, line
}

// Of is the standing of one goroutine, if it has been made.
func Of(all []Standing, goroutine int) (Standing, bool) {
	at, found := slices.BinarySearchFunc(all, goroutine, func(s Standing, g int) int { return s.Goroutine - g })
	if !found {
		return Standing{}, false
	}
	return all[at], true
}

// Reads reports whether a step reads what its goroutine writes, as it had been, when it
// goes on.
func (r *Record) Reads(i int) bool {
	return !r.Ended(i) && r.next[i] > 0 && r.run.Steps[r.next[i]].Between
}
