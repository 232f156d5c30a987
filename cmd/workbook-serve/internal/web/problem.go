package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"workbook/cmd/internal/api"
	"workbook/cmd/internal/handin"
	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/course"
)

// A problem is why a request is not granted. It is said in English; what is marked in it is
// translated by the program that has asked.
type problem struct {
	status int
	text   string        // a sentence
	hint   string        // what to do about it
	after  time.Duration // when to try again; 0: not by itself
}

func (p *problem) Error() string { return p.text }

var (
	errNoSuchPath   = &problem{status: http.StatusNotFound, text: tr.Mark("There is nothing here.")}
	errNoSubmission = &problem{status: http.StatusNotFound, text: tr.Mark("You have no such submission.")}
	errNotYours     = &problem{status: http.StatusForbidden, text: "This page is for the instructors of the class."}
	errToken        = &problem{status: http.StatusUnauthorized, text: tr.Mark("The token is not one of this class, or was revoked."),
		hint: tr.Mark("ask your instructor for a new one, and `workbook login` with it")}
	errTooLarge = &problem{status: http.StatusRequestEntityTooLarge, text: tr.Mark("What was handed in is too large."),
		hint: tr.Mark("hand in the .go files of the exercise and nothing else")}
	errStreams = &problem{status: http.StatusTooManyRequests, text: tr.Mark("You follow too many submissions at the same time."), after: 5 * time.Second}
)

func tooMany(wait time.Duration) *problem {
	return &problem{status: http.StatusTooManyRequests, text: tr.Mark("That was too often in too short a time."), after: wait}
}

// problemOf says what an error means to whoever has asked. What is none of theirs is
// written down for who runs the service.
func (s *service) problemOf(err error) *problem {
	var p *problem
	var refusal *handin.Refusal
	var missing *marking.MissingError
	var unknown *course.NotFoundError
	var draft *course.DraftError
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, queue.ErrOwnerFull):
		return &problem{status: http.StatusTooManyRequests, text: tr.Mark("Too much of yours waits to be graded already."), after: 30 * time.Second}
	case errors.Is(err, queue.ErrFull):
		return &problem{status: http.StatusServiceUnavailable, text: tr.Mark("The queue is full."), after: 30 * time.Second}
	case errors.As(err, &refusal), errors.Is(err, handin.ErrNoArchive):
		return &problem{status: http.StatusUnprocessableEntity, text: "What was handed in cannot be opened: " + err.Error() + ".", hint: tr.Mark("hand in an ordinary zip or tar.gz")}
	case errors.As(err, &missing):
		return &problem{status: http.StatusUnprocessableEntity, text: missing.Why}
	case errors.As(err, &unknown), errors.As(err, &draft):
		return &problem{status: http.StatusNotFound, text: noExercise(err), hint: tr.Mark("your class may not have it yet, or your copy of the course is older or newer than the service's")}
	case errors.Is(err, store.ErrToken):
		return errToken
	case errors.Is(err, store.ErrNone):
		return errNoSubmission
	case errors.Is(err, store.ErrNobody):
		return &problem{status: http.StatusNotFound, text: "There is no such student."}
	case errors.As(err, new(*http.MaxBytesError)):
		return errTooLarge
	}
	s.Log.Error("a request failed", "error", err)
	return &problem{status: http.StatusInternalServerError, text: tr.Mark("The service failed."), hint: tr.Mark("try again, and tell your instructor when that does not help"), after: 10 * time.Second}
}

// refuse answers a program.
func (s *service) refuse(w http.ResponseWriter, err error) {
	p := s.problemOf(err)
	p.announce(w)
	answer(w, p.status, api.Problem{Error: p.text, Hint: p.hint})
}

// noExercise says which exercise the service does not have. The error's own advice, as to list
// them, is for who has the service's course before them.
func noExercise(err error) string {
	if unknown := (*course.NotFoundError)(nil); errors.As(err, &unknown) && len(unknown.Suggestions) == 0 {
		return fmt.Sprintf("The service has no such exercise: %q.", unknown.ID)
	}
	return "The service has no such exercise: " + err.Error() + "."
}

func (p *problem) announce(w http.ResponseWriter) {
	if p.after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(p.after.Seconds())))))
	}
	if p.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
}

// answer writes v as JSON.
func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // who has asked is gone when it fails
}
