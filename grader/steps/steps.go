// Package steps is the record of one run of a check under a schedule: since one
// goroutine of the submission runs at a time, and every point knows its statement, the
// run is a list, which can be read forwards and backwards.
//
//	for i := range run.Steps {
//		for _, p := range run.At(i) {
//			fmt.Println(run.Goroutines[p.Goroutine].Name, p.State, p.Line)
//		}
//	}
//
// A record is made by a process that runs learner code. It is for people to look at, and
// never the source of a verdict. Its texts are safe for a terminal, but for those of
// Sources, which are the files as they are.
//
// # The JSON form
//
// A run is one object. Readers should pass over fields that they do not know. A field
// marked "?" is left out when it is empty, 0 or false; goroutines are meant by their
// index, from 0.
//
//	schema          1
//	exercise        "09_propagate"
//	check           of the hidden test: "TestWaits"
//	title           in words
//	schedule        the number that gives the same run again
//	verdict         as in a report: "fail"
//	message ?       a sentence to the learner
//	sources         the submission's files: name, text
//	goroutines      in the order in which they were met:
//	  name          "Run", "goroutine from propagate.go:8"; no two have the same
//	  by            who made it; -1 for the check
//	  file ?        of the go statement, or of the call that made it
//	  line ?
//	steps           in the order in which they were taken:
//	  goroutine     who went on
//	  file          where
//	  line
//	  column        in bytes, from 1
//	  between ?     within the statement: it had read, and now writes
//	  at_us         microseconds since the check began, on the check's own clock
//	  changed ?     places that are not what they were when the step before began
//	  events ?      what the world saw during the step, as in a report; what came before the
//	                first step is its part
//	  deeds ?       what functions of the check did that the submission called:
//	    goroutine
//	    kind        task: it is called; task_over, task_panics, task_exits: how that ended; note
//	    text        the function's name: "emit", or the note
//	    at_us
//	  output ?      what was printed during the step
//	end ?           places that are not what they were when the last step began
//	left ?          how many steps are not here
//
// A place is
//
//	goroutine
//	state           ready, waits or ended
//	file ?          where it is; of one that panicked, where that was
//	line ?
//	between ?       it is ready within a statement: it has read, and will write
//	on ?            what it waits for, in words: "to send on a channel"
//
// A goroutine that the check calls the submission on has ended when the call has, and
// begins again with the next.
package steps

import (
	"time"

	"workbook/grader/report/outcome"
)

// Schema is the version of a [Run] as JSON.
const Schema = 1

// Bounds of a record, whoever made it.
const (
	MaxSteps      = 4000 // what comes after them is left out, and counted in Left
	MaxGoroutines = 200  // those that are made later have no place
	MaxOutput     = 64 << 10
)

// A Run is one run of a check.
type Run struct {
	Schema     int             `json:"schema"`
	Exercise   string          `json:"exercise"`
	Check      string          `json:"check"`
	Title      string          `json:"title"` // of the check
	Schedule   uint64          `json:"schedule"`
	Verdict    outcome.Verdict `json:"verdict"`
	Message    string          `json:"message,omitempty"`
	Sources    []Source        `json:"sources"` // the submission as it ran
	Goroutines []Goroutine     `json:"goroutines"`
	Steps      []Step          `json:"steps"`
	// End are the places that are not what they were when the last step began, as they
	// were when the run ended: of a deadlock, where everybody waits.
	End  []Place `json:"end,omitempty"`
	Left int     `json:"left,omitempty"` // steps that were not kept
}

// A Source is a file of the submission.
type Source struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// A Goroutine came to a point, or was made by one that did.
type Goroutine struct {
	Name string `json:"name"`           // as a learner knows it: "Echo", "goroutine from echo.go:21"
	By   int    `json:"by"`             // the index of the one whose go statement made it; -1 for the check
	File string `json:"file,omitempty"` // of that go statement
	Line int    `json:"line,omitempty"`
}

// A Step is what one goroutine did from one point to the next.
type Step struct {
	Goroutine int    `json:"goroutine"` // the index of who went on
	File      string `json:"file"`      // where it went on
	Line      int    `json:"line"`
	Column    int    `json:"column"`            // in bytes, from 1
	Between   bool   `json:"between,omitempty"` // within the statement: it had read, and now writes
	AtUS      int64  `json:"at_us"`             // microseconds on the check's clock
	// Changed are the places of goroutines that are not what they were a step before, as
	// they were when this step began.
	Changed []Place `json:"changed,omitempty"`
	// Events and Output are what the world saw during this step, in order.
	Events []outcome.Moment `json:"events,omitempty"`
	Deeds  []Deed           `json:"deeds,omitempty"`
	Output string           `json:"output,omitempty"`
}

// A Deed is something that a function of the check did, which the submission had been given
// and called on one of its goroutines.
type Deed struct {
	Goroutine int      `json:"goroutine"`
	Kind      DeedKind `json:"kind"`
	Text      string   `json:"text"` // what the function is called, or the note
	AtUS      int64    `json:"at_us"`
}

// A DeedKind says what happened at a [Deed].
type DeedKind string

// The kinds of deeds.
const (
	TaskBegins DeedKind = "task"
	TaskEnds   DeedKind = "task_over"   // it has returned
	TaskPanics DeedKind = "task_panics" // or a panic has left it
	TaskExits  DeedKind = "task_exits"  // or runtime.Goexit has ended it
	TaskNotes  DeedKind = "note"
)

// A State says whether a goroutine could go on.
type State string

// The states.
const (
	Ready State = "ready" // it could run, and stands at a point
	Waits State = "waits" // for what On says
	Ended State = "ended"
)

// A Place is where a goroutine was.
type Place struct {
	Goroutine int    `json:"goroutine"`
	State     State  `json:"state"`
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
	// Between says that it is ready within a statement: it has read, and will write.
	Between bool   `json:"between,omitempty"`
	On      string `json:"on,omitempty"` // in plain words: "to receive from a channel", "for a lock"
}

// At gives the places of all goroutines that had been made when step i began, in the
// order of Goroutines. The one that goes on in the step is among them, as Ready. Of
// len(Steps) they are the places at the end of the run.
func (r *Run) At(i int) []Place {
	all := make([]*Place, len(r.Goroutines))
	place := func(changed []Place) {
		for _, p := range changed {
			if p.Goroutine >= 0 && p.Goroutine < len(all) {
				all[p.Goroutine] = &p
			}
		}
	}
	for _, s := range r.Steps[:min(i+1, len(r.Steps))] {
		place(s.Changed)
	}
	if i >= len(r.Steps) {
		place(r.End)
	}
	var places []Place
	for _, p := range all {
		if p != nil {
			places = append(places, *p)
		}
	}
	return places
}

// Switch reports whether another goroutine went on in step i than in the one before.
func (r *Run) Switch(i int) bool {
	return i == 0 || r.Steps[i].Goroutine != r.Steps[i-1].Goroutine
}

// Switches counts the steps that are one, the first left out.
func (r *Run) Switches() int {
	n := 0
	for i := range r.Steps {
		if i > 0 && r.Switch(i) {
			n++
		}
	}
	return n
}

// Time is when step i began, on the check's clock.
func (r *Run) Time(i int) time.Duration { return time.Duration(r.Steps[i].AtUS) * time.Microsecond }
