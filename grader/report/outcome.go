package report

import "workbook/grader/report/outcome"

// What a process with a submission in it says as well; see package outcome.
type (
	Verdict    = outcome.Verdict
	Moment     = outcome.Moment
	MomentKind = outcome.MomentKind
)

// The verdicts. The zero value is none of them and is never a pass.
const (
	Pass         = outcome.Pass
	Fail         = outcome.Fail
	CompileError = outcome.CompileError
	Refused      = outcome.Refused
	Timeout      = outcome.Timeout
	Crash        = outcome.Crash
	Memory       = outcome.Memory
	NotRun       = outcome.NotRun
	GraderError  = outcome.GraderError
)

// The kinds of moments.
const (
	Listened     = outcome.Listened
	ClientDialed = outcome.ClientDialed
	Accepted     = outcome.Accepted
	FirstByte    = outcome.FirstByte
	Echoed       = outcome.Echoed
	Closed       = outcome.Closed
	Spawned      = outcome.Spawned
	Joined       = outcome.Joined
	Panicked     = outcome.Panicked
	Noted        = outcome.Noted
)

// Cut shortens s to about max bytes, at a rune's end. It is for text that a sentence
// quotes; [Clip] is for text that is bounded only so that it has bounds.
func Cut(s string, max int) string { return outcome.Cut(s, max) }
