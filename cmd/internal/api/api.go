// Package api is what a class's service and those who hand in to it say to each other,
// over HTTP. Both sides have it from here.
//
// Every request has a token: `Authorization: Bearer wb_…`. An answer that is no success
// is a [Problem], as JSON.
//
//	GET  /v1/me                      who the token belongs to: [Me]
//	POST /v1/submissions?exercise=ID hands in; the body is a tar.gz or a zip of the .go files
//	GET  /v1/submissions/N           how it stands: [Submission]
//	GET  /v1/submissions/N/events    the same as it happens, a stream of server-sent events
//
// What was handed in is kept before it is answered with 201. A request whose answer was
// lost may be sent again with the same Idempotency-Key header: it is the same submission
// then, answered with 200.
//
// # The stream, version 1
//
// It is of type text/event-stream, as browsers read it. An event's data is one line of
// JSON, and unknown names are passed over:
//
//	queued          {"ahead": 3}                 gradings that begin before this one
//	stage_started   {"stage": "compile"}
//	check_finished  {"stage": "inside", "check": {…}}
//	stage_finished  {"stage": {…}}
//	provisional     {"exercise": {…}}            a pass that may still be taken back
//	finished        {"exercise": {…}}            the verdict, and the end of the stream
//
// Stages, checks and exercises are those of the report in the format json, schema
// workbook.report/v1. Each event but queued has an id; a stream that is asked for with the
// header Last-Event-ID goes on behind that event. When grading had to begin again
// meanwhile, all of it comes again: an event of a check or stage replaces the one before.
// A line that begins with a colon comes every few seconds, so that neither side takes
// silence for the end.
package api

import (
	"time"

	"workbook/grader/report"
)

// The paths of the service.
const (
	PathMe          = "/v1/me"
	PathSubmissions = "/v1/submissions"
)

// The headers that are not standard library constants.
const (
	IdempotencyKey = "Idempotency-Key"
	LastEventID    = "Last-Event-ID"
)

// MaxBody is the most bytes that a submission may have, packed.
const MaxBody = 2 << 20

// Me is who a token belongs to, and what there is to hand in.
type Me struct {
	Name      string   `json:"name"`
	Role      string   `json:"role"`
	Course    string   `json:"course"`    // its title
	Exercises []string `json:"exercises"` // ids
}

// A Submission is something that was handed in.
type Submission struct {
	ID       int64            `json:"id"`
	Exercise string           `json:"exercise"`
	State    State            `json:"state"`
	Ahead    int              `json:"ahead"` // gradings that begin before it, while it waits
	HandedIn time.Time        `json:"handed_in"`
	Result   *report.Exercise `json:"result,omitempty"` // once it is done
}

// A State is how far a submission is.
type State string

// The states.
const (
	Waiting State = "waiting"
	Grading State = "grading"
	Done    State = "done"
)

// A Problem says why a request was not granted.
type Problem struct {
	Error string `json:"error"`          // a sentence
	Hint  string `json:"hint,omitempty"` // what to do about it
}
