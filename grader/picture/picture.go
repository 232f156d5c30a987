// Package picture says what a run of a check looked like: a lane for each client, listener,
// goroutine and task, what each of them did when, and who made and woke whom.
//
//	p := picture.OfRun(run)
//	for _, l := range p.Telling(8) {
//		for _, s := range p.Lanes[l].Spans {
//			fmt.Println(p.Lanes[l].Name, s.State, s.From, s.To)
//		}
//	}
//
// The axis of a picture is the order in which things happened: everything is said by the
// index of an [Event]. Each event has its time on the check's own clock too, on which nothing
// that a program does takes any, and what nobody does anything in is over at once.
//
// A picture is made from a record ([OfRun]) or from what the kit has marked ([OfCheck]), both
// of which come from processes that run learner code. It is for people to look at, and never
// the source of a verdict. Whatever they hold, a picture is whole: its indices are of lanes
// and events that are there, and its texts, but for those of Files and Message, are one line
// that is safe for a terminal.
package picture

import (
	"time"

	"workbook/grader/report"
	"workbook/grader/steps"
)

// Schema names the JSON form of a Picture. It changes when a field changes its meaning or
// goes away; new fields do not change it.
const Schema = "workbook.picture/v1"

// A Picture is one run of one check. It does not change once it is made, and may be read by
// several goroutines at a time.
type Picture struct {
	Schema   string         `json:"schema"`
	Exercise string         `json:"exercise"`
	Check    string         `json:"check"`
	Title    string         `json:"title"`              // of the check
	Schedule uint64         `json:"schedule,omitempty"` // the number that gives the run again; 0: none does
	Verdict  report.Verdict `json:"verdict"`
	Message  string         `json:"message,omitempty"` // to the learner; it may have several lines
	Source   Source         `json:"source"`
	Lacks    string         `json:"lacks,omitempty"` // why there is no better source, in a sentence
	Lanes    []Lane         `json:"lanes"`
	Events   []Event        `json:"events"`
	Files    []steps.Source `json:"files,omitempty"` // of the submission, as it ran
	Left     int            `json:"left,omitempty"`  // how many steps or events are not here
}

// A Source says what a picture was made from, and so what it can show.
type Source string

// The sources.
const (
	Steps   Source = "steps"   // each statement of each goroutine, one at a time
	Trace   Source = "trace"   // Go's execution tracer: goroutines, on all processors
	Moments Source = "moments" // what the check saw from outside: no goroutines
)

// A LaneKind says whose a lane is.
type LaneKind string

// The kinds of lanes, in the order in which they stand in a picture.
const (
	Listener  LaneKind = "listener"
	Client    LaneKind = "client"
	Task      LaneKind = "task"      // a call of the check, where the goroutine of it is not known
	Goroutine LaneKind = "goroutine" // of the submission, or a call of the check on it
	Check     LaneKind = "check"     // what the check itself did and noted
)

// A Lane is what one of them did.
type Lane struct {
	Kind  LaneKind `json:"kind"`
	Name  string   `json:"name"`           // as a learner knows it: "A", "Echo", "goroutine from echo.go:21"
	By    int      `json:"by"`             // the index of the lane whose go statement made it; -1: none
	File  string   `json:"file,omitempty"` // of that statement
	Line  int      `json:"line,omitempty"`
	Spans []Span   `json:"spans"` // in order; they do not overlap
	Fate  Fate     `json:"fate"`
	// Unanswered says that the server has closed the connection of a client, and that the check
	// fails since the answer has not come. Who has asked need not wait for one: there are
	// commands that get none, and then the close is what the client waits for.
	Unanswered bool `json:"unanswered,omitempty"`
}

// A Fate says how a lane ended.
type Fate string

// The fates.
const (
	Over     Fate = "over"      // ended, closed, returned
	Panicked Fate = "panicked"  // ended so
	ByServer Fate = "by_server" // the server closed the connection, and the client had not
	Stuck    Fate = "stuck"     // it waited, asked or worked to the end of the run
	Going    Fate = "going"     // it could have gone on, or was open, at the end of the run
)

// A Span is a part of a lane: from the event with index From to that with index To, which is
// not part of it. One that lasts to the end of the run has the number of events as To.
type Span struct {
	State State  `json:"state"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	On    string `json:"on,omitempty"` // what it waits for, in words that follow "waits": "for a lock"
	In    string `json:"in,omitempty"` // the function that it is in, where that is another than the lane tells
	File  string `json:"file,omitempty"`
	Line  int    `json:"line,omitempty"`
}

// A State is what somebody does in a span.
type State string

// The states of goroutines, of clients, and of tasks and listeners.
const (
	Runs  State = "runs"
	Ready State = "ready" // it could run, and another does
	Waits State = "waits" // for what On says

	Queues State = "queues" // it has asked for a connection, and nobody has accepted it
	Idle   State = "idle"   // it is connected and asks for nothing
	Asks   State = "asks"   // it has sent something and waits for the answer

	Works State = "works" // called, and not returned
	Opens State = "open"
)

// An Event is one thing that happened.
type Event struct {
	Lane   int    `json:"lane"`
	Kind   Kind   `json:"kind"`
	AtUS   int64  `json:"at_us"`          // microseconds since the check began, on its clock
	From   int    `json:"from"`           // the index of the lane that made or woke this one; -1: none
	Step   int    `json:"step"`           // the index of the step of a record in which it happened; -1: none
	File   string `json:"file,omitempty"` // where Lane was then
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"` // in bytes, from 1
	In     string `json:"in,omitempty"`     // as of a [Span]
	Note   string `json:"note,omitempty"`
}

// A Kind says what happened.
type Kind string

// The kinds of events. Made, Woken and Joined have a lane that they come From, and are drawn
// as arrows.
const (
	GoesOn  Kind = "goes_on" // a goroutine takes a step
	Made    Kind = "made"    // by a go statement, or by the check
	Woken   Kind = "woken"   // it need not wait any more
	Joined  Kind = "joined"  // so, and what woke it ended with that
	Blocks  Kind = "blocks"  // it waits; Note says for what
	Ends    Kind = "ends"
	Breaks  Kind = "panic"
	Prints  Kind = "prints"
	Listens Kind = "listen"
	Dials   Kind = "client"
	Accepts Kind = "accept" // it is accepted
	Sends   Kind = "first_byte"
	Echoed  Kind = "echo"
	Closes  Kind = "close"
	Called  Kind = "spawn"
	Returns Kind = "join"
	Notes   Kind = "note"
	Calls   Kind = "calls" // it asks the runtime for something; Note is what it calls
	// What the submission was given and has called on a goroutine; Note is its name.
	TaskBegins Kind = "task"
	TaskEnds   Kind = "task_over"
	TaskPanics Kind = "task_panics"
	TaskExits  Kind = "task_exits"
)

// Deeds are the kinds of events that deeds of a record are.
var Deeds = map[steps.DeedKind]Kind{
	steps.TaskBegins: TaskBegins, steps.TaskEnds: TaskEnds, steps.TaskPanics: TaskPanics, steps.TaskExits: TaskExits,
	steps.TaskNotes: Notes,
}

// Time is when an event happened, on the check's clock.
func (p *Picture) Time(event int) time.Duration {
	return time.Duration(p.Events[event].AtUS) * time.Microsecond
}

// Pause is how much of the check's time has passed since the event before.
func (p *Picture) Pause(event int) time.Duration {
	if event == 0 {
		return max(p.Time(0), 0)
	}
	return max(p.Time(event)-p.Time(event-1), 0)
}

// At is what a lane does right after an event has happened; false before it begins and after
// it is over.
func (p *Picture) At(lane, event int) (Span, bool) {
	for _, s := range p.Lanes[lane].Spans { // few: a lane is not often asked for
		if s.From <= event && event < s.To {
			return s, true
		}
	}
	return Span{}, false
}

// Ties are the events that are drawn as arrows.
func (p *Picture) Ties() []int {
	var all []int
	for i, e := range p.Events {
		if e.From >= 0 && e.From != e.Lane {
			all = append(all, i)
		}
	}
	return all
}
