// Package web is a class's service as HTTP has it: what programs ask (package api says
// how), and pages for students and instructors.
//
//	h := web.New(web.Config{Course: c, Store: s, Marker: m, Queue: q, Log: log})
//	err := web.Serve(ctx, listener, h, web.TLS{})
//
// A page works without JavaScript; with it, it keeps itself up to date. Nothing is loaded
// from elsewhere. Whatever a student has written is text in it.
package web

import (
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader/course"
)

// A Config is what the service has. Course, Store, Marker, Queue and Log must be set.
type Config struct {
	Course *course.Course
	Store  *store.Store
	Marker *marking.Marker
	Queue  *queue.Queue
	Log    *slog.Logger

	ClassFile string // class.toml, with the rules of grades; empty: there is none
	Secure    bool   // browsers reach it by TLS only, which another program may speak
	Limits    Limits // see DefaultLimits
	Beat      time.Duration
	Ending    <-chan struct{} // closed when the service ends: streams do then, and whoever listens asks again
}

// Limits are what one person may do, and one address that has no token.
type Limits struct {
	HandIns  rate.Limit // a second, each person
	HandIn   int        // at once: all exercises of a course
	Requests rate.Limit // a second, each person
	Request  int        // at once
	Failures rate.Limit // wrong tokens a second, each address
	Failure  int        // at once
	Streams  int        // at the same time, each person
}

// DefaultLimits are generous to a person and useless to a program that guesses.
var DefaultLimits = Limits{
	HandIns: rate.Every(15 * time.Second), HandIn: 40,
	Requests: 5, Request: 100,
	Failures: rate.Every(2 * time.Second), Failure: 20,
	Streams: 12,
}

// beat is how often a silent stream says that it is there.
const beat = 15 * time.Second

// A service answers requests.
type service struct {
	Config
	handIns, requests, failures *limiter
	streams                     *counter
	classPage                   chan struct{} // a token: the class report is made once at a time
}

// New is the handler of the service.
func New(c Config) http.Handler {
	if c.Limits == (Limits{}) {
		c.Limits = DefaultLimits
	}
	if c.Beat == 0 {
		c.Beat = beat
	}
	s := &service{
		Config:   c,
		handIns:  newLimiter(c.Limits.HandIns, c.Limits.HandIn),
		requests: newLimiter(c.Limits.Requests, c.Limits.Request),
		failures: newLimiter(c.Limits.Failures, c.Limits.Failure),
		streams:  newCounter(c.Limits.Streams), classPage: make(chan struct{}, 1),
	}
	return s.guarded(s.routes())
}

func (s *service) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", s.healthy)
	mux.Handle("GET /static/", staticFiles())
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })

	mux.HandleFunc("GET /v1/me", s.program(s.me))
	mux.HandleFunc("POST /v1/submissions", s.program(s.handIn))
	mux.HandleFunc("GET /v1/submissions/{id}", s.program(s.submission))
	mux.HandleFunc("GET /v1/submissions/{id}/events", s.program(s.events))
	mux.HandleFunc("/v1/", func(w http.ResponseWriter, _ *http.Request) { s.refuse(w, errNoSuchPath) })

	mux.HandleFunc("GET /login", s.loginPage)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("POST /logout", s.logout)
	mux.HandleFunc("GET /{$}", s.page(s.home))
	mux.HandleFunc("GET /mine", s.page(s.mine))
	mux.HandleFunc("GET /submissions/{id}", s.page(s.verdictPage))
	mux.HandleFunc("GET /live", s.page(s.live))
	mux.HandleFunc("GET /class", s.page(s.instructors(s.class)))
	mux.HandleFunc("GET /class/students/{id}", s.page(s.instructors(s.student)))
	mux.HandleFunc("GET /class/report", s.page(s.instructors(s.classReport)))
	mux.HandleFunc("GET /class/report.json", s.page(s.instructors(s.reportJSON)))
	mux.HandleFunc("GET /class/grades.csv", s.page(s.instructors(s.gradesCSV)))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.complain(w, r, errNoSuchPath) })
	return mux
}

// healthy tells whoever watches the service that it answers.
func (s *service) healthy(w http.ResponseWriter, r *http.Request) {
	if _, err := s.Store.Open(r.Context()); err != nil {
		s.Log.Error("the class cannot be read", "error", err)
		http.Error(w, "the class cannot be read", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}
