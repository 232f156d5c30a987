// Package progress remembers how far a learner has come.
//
// It lives in .workbook/progress.json under the course, one [Entry] an exercise,
// keyed by the exercise's id. A [Store] reads and writes it:
//
//	store, err := progress.Open(root)
//	...
//	err = store.Record("02_spawned", progress.Attempt{Verdict: report.Pass, Points: 10})
//	store.State("02_spawned") // progress.Passed
//
// The file is replaced as a whole, so that at any moment, also after a kill -9,
// it holds a complete state. Several processes may use it at the same time: each
// save reads what the others have written, under a lock, and adds to it. A file
// that cannot be read is set aside and never deleted; see [Store.Notice].
package progress

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"workbook/grader/report"
)

// Version is the version of the file that this package writes. A field that is
// added, removed or changed raises it: a program never writes a file whose fields
// it does not all know. Version 2 added the history and the last hash, version 3 the
// schedules.
const Version = 3

// Progress is a learner's progress through a course.
type Progress struct {
	Version   int              `json:"version"`
	Exercises map[string]Entry `json:"exercises"` // by exercise id, also ids the course does not have (any more)
}

// An Entry is the progress in one exercise. Its zero value is an exercise that
// nobody has tried.
type Entry struct {
	Attempts    int            `json:"attempts,omitempty"`
	LastAttempt time.Time      `json:"last_attempt,omitzero"`
	LastVerdict report.Verdict `json:"last_verdict,omitempty"` // of the last attempt
	LastHash    string         `json:"last_hash,omitempty"`    // of the content that it was on
	FirstPassed time.Time      `json:"first_passed,omitzero"`
	LastPassed  time.Time      `json:"last_passed,omitzero"`
	Hash        string         `json:"hash,omitempty"`    // of the content that passed last
	Points      int            `json:"points,omitempty"`  // the best so far
	Hints       int            `json:"hints,omitempty"`   // how many have been seen
	History     []Try          `json:"history,omitempty"` // the last attempts, the oldest first; fewer than Attempts
	// Schedules are those under which checks have failed, by the check's name, and have
	// not held since.
	Schedules map[string]uint64 `json:"schedules,omitempty"`
}

// A State is what an entry says about an exercise in one word.
type State string

// The states.
const (
	Untouched State = "untouched" // never graded
	Failing   State = "failing"   // graded, and never passed
	Passed    State = "passed"    // the last attempt passed
	Regressed State = "regressed" // passed once, and failed after that
)

// State derives the state of the exercise.
func (e Entry) State() State {
	switch {
	case e.Attempts == 0:
		return Untouched
	case e.LastVerdict.Passed():
		return Passed
	case e.FirstPassed.IsZero():
		return Failing
	}
	return Regressed
}

// Entry returns the entry of the exercise, which is zero when there is none.
func (p Progress) Entry(id string) Entry { return p.Exercises[id] }

// Clone returns a copy that shares nothing with p.
func (p Progress) Clone() Progress {
	out := Progress{Version: p.Version, Exercises: maps.Clone(p.Exercises)}
	for id, e := range out.Exercises {
		e.History, e.Schedules = slices.Clone(e.History), maps.Clone(e.Schedules)
		out.Exercises[id] = e
	}
	return out
}

// Merge joins two accounts of the same learner's progress, say from two machines:
// the best of what was passed, the latest of what was tried. It is commutative,
// associative and idempotent, so that accounts can be merged in any order and
// more than once. It does not change a or b.
func Merge(a, b Progress) Progress {
	out := Progress{Version: max(a.Version, b.Version), Exercises: maps.Clone(a.Exercises)}
	if out.Exercises == nil {
		out.Exercises = map[string]Entry{}
	}
	for id, e := range b.Exercises {
		if old, ok := out.Exercises[id]; ok {
			e = mergeEntry(old, e)
		}
		out.Exercises[id] = e
	}
	return out
}

func mergeEntry(a, b Entry) Entry {
	out := Entry{
		Attempts:    max(a.Attempts, b.Attempts),
		FirstPassed: earlier(a.FirstPassed, b.FirstPassed),
		Points:      max(a.Points, b.Points),
		Hints:       max(a.Hints, b.Hints),
		History:     mergeHistory(a.History, b.History),
	}
	// What belongs together is taken from one side. Where the times are the same
	// any fixed order will do, as long as it does not depend on the side.
	last := a
	if c := b.LastAttempt.Compare(a.LastAttempt); c > 0 || c == 0 && cmp.Or(cmp.Compare(b.LastVerdict, a.LastVerdict), cmp.Compare(b.LastHash, a.LastHash)) > 0 {
		last = b
	}
	out.LastAttempt, out.LastVerdict, out.LastHash = last.LastAttempt, last.LastVerdict, last.LastHash
	out.Schedules = last.Schedules
	pass := a
	if c := b.LastPassed.Compare(a.LastPassed); c > 0 || c == 0 && b.Hash > a.Hash {
		pass = b
	}
	out.LastPassed, out.Hash = pass.LastPassed, pass.Hash
	return out
}

// earlier returns the earlier of two times, where zero means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// An Attempt is one verdict on an exercise.
type Attempt struct {
	At      time.Time      // when; zero means now
	Verdict report.Verdict // of the exercise
	Hash    string         // of the content that was graded; see package watch
	Points  int
	Asked   time.Time // when the learner asked for it; zero: it was graded because it was saved

	Schedules map[string]uint64 // under which checks have failed, by the check's name
	Held      bool              // checks ran under schedules, and all held
}

// AttemptOf is the attempt that ended so; hash is that of the content.
func AttemptOf(ex report.Exercise, hash string) Attempt {
	a := Attempt{Verdict: ex.Verdict, Points: ex.Points, Hash: hash}
	for _, c := range ex.Checks {
		if c.Schedule != 0 && c.Verdict.Failed() {
			if a.Schedules == nil {
				a.Schedules = map[string]uint64{}
			}
			a.Schedules[c.Name] = c.Schedule
		}
	}
	s, _ := ex.Stage(report.Schedules)
	a.Held = s.Verdict.Passed()
	return a
}

// counts reports whether the attempt says something about the learner's work.
func (a Attempt) counts() bool { return a.Verdict.Passed() || a.Verdict.Failed() && a.Verdict.Known() }

// again reports whether the attempt is on the save that the last attempt was on: two
// workbooks that are open in one course both grade what is saved. What the learner asks
// for is an attempt of its own, unless the other had not ended by then. An attempt that is
// later than this one by more than a wait for the lock is from a clock that was set back.
func (e Entry) again(a Attempt) bool {
	if e.Attempts == 0 || a.Hash == "" || a.Hash != e.LastHash || len(e.History) == 0 {
		return false
	}
	return a.Asked.IsZero() || e.LastAttempt.After(a.Asked) && !e.LastAttempt.After(a.At.Add(lockWait))
}

// With returns e after the attempt; one that says nothing about the learner's work
// changes nothing. A second one on the same save does not count again; where it ends
// otherwise, it takes the place of the first. Attempts come in the order in which they are
// recorded, also when a clock has been set back between them.
func (e Entry) With(a Attempt) Entry {
	if !a.counts() {
		return e
	}
	again := e.again(a)
	if again && a.Verdict == e.LastVerdict && a.Points == e.History[len(e.History)-1].Points {
		return e.tried(a) // with the time of the first, so that two accounts still merge to one
	}
	at := a.At.Round(0).UTC()
	if e.Attempts > 0 && !at.After(e.LastAttempt) {
		at = e.LastAttempt.Add(1)
	}
	if again {
		e.History = e.History[:len(e.History)-1]
	} else {
		e.Attempts++
	}
	e.LastAttempt, e.LastVerdict, e.LastHash = at, a.Verdict, a.Hash
	e.Points = max(e.Points, a.Points)
	if a.Verdict.Passed() {
		if e.FirstPassed.IsZero() {
			e.FirstPassed = at
		}
		e.LastPassed, e.Hash = at, a.Hash
	}
	e = e.tried(a)
	e.History = newest(append(slices.Clip(e.History), Try{at, a.Verdict, a.Points}))
	return e
}

// tried is e with what the attempt says of schedules.
func (e Entry) tried(a Attempt) Entry {
	e.Schedules = maps.Clone(e.Schedules)
	if a.Held {
		e.Schedules = nil
	}
	if e.Schedules == nil {
		e.Schedules = a.Schedules
	} else {
		maps.Copy(e.Schedules, a.Schedules)
	}
	return e
}
