// Package outcome is the part of a report's vocabulary that a process with a submission in
// it says: how a check ended, and what happened meanwhile. Package report has all of it
// under the same names.
//
// It is apart because every submission is linked with the kit: what renders reports has
// a sixth of all that a linker would read, and nothing there needs it.
package outcome

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// A Verdict says how a check, a stage or an exercise ended.
type Verdict string

// The verdicts. The zero value is none of them and is never a pass.
const (
	Pass         Verdict = "pass"          // seen to hold
	Fail         Verdict = "fail"          // seen not to hold
	CompileError Verdict = "compile_error" // the submission does not compile
	Refused      Verdict = "refused"       // the submission breaks a rule of the course
	Timeout      Verdict = "timeout"       // still running when the wall clock limit came
	Crash        Verdict = "crash"         // the process died of a panic or a fatal error
	Memory       Verdict = "memory"        // the memory limit was hit
	NotRun       Verdict = "not_run"       // not tried, and so not passed
	GraderError  Verdict = "grader_error"  // the grader itself failed: nobody's fault who submitted
)

// Passed reports whether the verdict is a pass. Nothing else is.
func (v Verdict) Passed() bool { return v == Pass }

// Bad reports whether v needs an explanation: it is neither a pass nor untried. A
// verdict that is none of the vocabulary is bad. See also [Verdict.Failed], which
// leaves out what is the grader's own fault.
func (v Verdict) Bad() bool { return v != Pass && v != NotRun }

// Known reports whether v is one of the vocabulary.
func (v Verdict) Known() bool {
	_, ok := words[v]
	return ok
}

// Failed reports whether v says something against the submission: it is neither
// a pass, nor untried, nor the grader's own failure. A verdict that is none of
// the vocabulary counts as failed.
func (v Verdict) Failed() bool {
	return v != Pass && v != NotRun && v != GraderError
}

// words are the verdicts as a person reads them.
var words = map[Verdict]string{
	Pass:         "passed",
	Fail:         "failed",
	CompileError: "does not compile",
	Refused:      "refused",
	Timeout:      "timed out",
	Crash:        "crashed",
	Memory:       "out of memory",
	NotRun:       "not run",
	GraderError:  "grader error",
}

// Verdicts is the vocabulary, in alphabetical order.
func Verdicts() []Verdict { return slices.Sorted(maps.Keys(words)) }

// Word is v as a person reads it: "timed out". It is safe to print also when v
// is none of the vocabulary.
func (v Verdict) Word() string {
	if w, ok := words[v]; ok {
		return w
	}
	return "no verdict"
}

// A Moment is one thing that happened while a check ran, recorded so that the
// run can be drawn later.
type Moment struct {
	AtUS int64      `json:"at_us"`         // microseconds since the check began, on the check's own (often virtual) clock
	Kind MomentKind `json:"kind"`          // what happened
	Who  string     `json:"who,omitempty"` // the client, task or goroutine it happened to: "A"
	Note string     `json:"note,omitempty"`
	Left int        `json:"left,omitempty"` // of the last: how many more there were, which are not kept
}

// A MomentKind says what happened at a [Moment].
type MomentKind string

// The kinds of moments.
const (
	Listened     MomentKind = "listen"     // a listener was opened beside or after another one
	ClientDialed MomentKind = "client"     // a client asked for a connection
	Accepted     MomentKind = "accept"     // the code under test accepted it
	FirstByte    MomentKind = "first_byte" // the first byte of a message was sent
	Echoed       MomentKind = "echo"       // an answer arrived whole
	Closed       MomentKind = "close"      // a connection, listener or end was closed
	Spawned      MomentKind = "spawn"      // a task was started
	Joined       MomentKind = "join"       // a join returned
	Panicked     MomentKind = "panic"      // a panic was seen
	Noted        MomentKind = "note"       // anything else
)

// Cut shortens s to about max bytes, at a rune's end. It is for text that a sentence
// quotes; [Clip] is for text that is bounded only so that it has bounds.
func Cut(s string, max int) string {
	if len(s) <= max {
		return s
	}
	end := max
	for end > 0 && max-end < utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}
