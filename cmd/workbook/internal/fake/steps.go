package fake

import (
	"context"
	"strings"

	"workbook/grader"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A Stepper records the runs that the test gives it.
type Stepper struct {
	Asked chan *Recording  // every Steps, as it begins
	Trace *picture.Picture // of Fuller; nil: there is none
}

// NewStepper has recorded nothing.
func NewStepper() *Stepper { return &Stepper{Asked: make(chan *Recording, 100)} }

// A Recording is one call of Steps.
type Recording struct {
	Submission grader.Submission
	Check      string
	Schedule   uint64
	Ctx        context.Context
	answer     chan recorded
}

type recorded struct {
	run *steps.Run
	err error
}

// Answer ends the call.
func (r *Recording) Answer(run *steps.Run, err error) { r.answer <- recorded{run, err} }

// Steps waits for what the test answers, or for the end of ctx.
func (f *Stepper) Steps(ctx context.Context, sub grader.Submission, check string, schedule uint64) (*steps.Run, error) {
	r := &Recording{sub, check, schedule, ctx, make(chan recorded)}
	f.Asked <- r
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case a := <-r.answer:
		return a.run, a.err
	}
}

// Fuller is the trace that the test has given it, if it has.
func (f *Stepper) Fuller(_ context.Context, _ grader.Submission, p *picture.Picture) (*picture.Picture, error) {
	if f.Trace == nil {
		return p, nil
	}
	return f.Trace, nil
}

const echoFile = `// Package spawned counts whom it serves.
package spawned

import "net"

// Echo serves every client on a goroutine of its own, and says how many it served.
func Echo(ln net.Listener) (int, error) {
	var n counter
	for {
		conn, err := ln.Accept()
		if err != nil {
			return n.served, nil
		}
		go serve(conn, &n)
	}
}
`

const countFile = `package spawned

import (
	"fmt"
	"io"
	"net"
)

// A counter counts clients.
type counter struct{ served int }

func serve(conn net.Conn, n *counter) {
	defer conn.Close()
	n.served++
	fmt.Println("served", n.served)
	io.Copy(conn, conn)
}
`

// LostUpdate is a run of about forty steps in which two goroutines add one to what both
// have read.
func LostUpdate() *steps.Run {
	s := newScene("TestLeaves", "Every client is counted")
	s.run.Schedule, s.run.Verdict = 4711, report.Fail
	s.run.Message = "Three clients were served, and Echo counted 2 of them. Two goroutines changed the counter at the same time: " +
		"let one goroutine at a time read and write it."
	const echo, count = "echo.go", "count.go"
	g1 := s.made(-1, "Echo", "", 0)
	accept := func() { s.goes(g1, echo, 10, 16) }
	idle := func() { accept(); s.waits(g1, "in Accept") }
	enters := func(g int) {
		s.goes(g, count, 13, 2)
		s.goes(g, count, 14, 2)
	}
	serves := func() int { return s.made(g1, "goroutine from echo.go:14", echo, 14) }
	s.goes(g1, echo, 8, 6)
	s.goes(g1, echo, 9, 2)
	idle()
	s.sees(report.ClientDialed, "A", "")
	s.wakes(g1)
	s.goes(g1, echo, 11, 6)
	s.sees(report.Accepted, "A", "")
	s.goes(g1, echo, 14, 3)
	a := serves()
	accept()
	s.sees(report.ClientDialed, "B", "")
	s.goes(g1, echo, 11, 6)
	s.sees(report.Accepted, "B", "")
	enters(a)
	s.goes(g1, echo, 14, 3)
	b := serves()
	enters(b)
	s.between(a, count, 14, 2)
	s.goes(a, count, 15, 2)
	s.prints("served 1\n")
	s.between(b, count, 14, 2)
	s.goes(b, count, 15, 2)
	s.prints("served 1\n")
	idle()
	s.goes(a, count, 16, 2)
	s.waits(a, "in Read")
	s.goes(b, count, 16, 2)
	s.waits(b, "in Read")
	s.sees(report.ClientDialed, "C", "")
	s.wakes(g1)
	s.goes(g1, echo, 11, 6)
	s.sees(report.Accepted, "C", "")
	s.goes(g1, echo, 14, 3)
	c := serves()
	idle()
	enters(c)
	s.between(c, count, 14, 2)
	s.goes(c, count, 15, 2)
	s.prints("served 2\n")
	s.goes(c, count, 16, 2)
	s.waits(c, "in Read")
	s.leave(g1, a, b, c)
	return s.done()
}

// leave has the clients A, B and C get their answers and go, and then the server.
func (s *scene) leave(server int, goroutines ...int) {
	for i, g := range goroutines {
		who := string(rune('A' + i))
		s.passes(350)
		s.sees(report.FirstByte, who, "5 bytes")
		s.wakes(g)
		s.goes(g, "count.go", 16, 2)
		s.sees(report.Echoed, who, "5 bytes")
		s.sees(report.Closed, who, "closed by the client")
		s.goes(g, "count.go", 17, 1)
		s.ends(g)
	}
	s.passes(350)
	s.wakes(server)
	s.goes(server, "echo.go", 11, 6)
	s.sees(report.Closed, "server", "listener closed")
	s.goes(server, "echo.go", 12, 4)
	s.ends(server)
}

// Waiting is a run in which so many goroutines wait alike.
func Waiting(n int) *steps.Run {
	s := newScene("TestEchoes", "Every byte comes back")
	g1 := s.made(-1, "Echo", "", 0)
	for range n {
		s.goes(g1, "echo.go", 14, 3)
		g := s.made(g1, "goroutine from echo.go:14", "echo.go", 14)
		s.goes(g, "count.go", 16, 2)
		s.waits(g, "in Read")
	}
	s.goes(g1, "echo.go", 12, 4)
	return s.done()
}

// A scene is a run that is being written. What is said between two steps belongs to the
// first of them.
type scene struct {
	run   *steps.Run
	at    int64                 // microseconds
	after []map[int]steps.Place // by step, what it brings goroutines to; a Ready one stands where it goes on next
}

func newScene(check, title string) *scene {
	return &scene{run: &steps.Run{
		Schema: steps.Schema, Exercise: "02_spawned", Check: check, Title: title, Verdict: report.Pass,
		Sources: []steps.Source{{Name: "count.go", Text: countFile}, {Name: "echo.go", Text: echoFile}},
	}}
}

func (s *scene) made(by int, name, file string, line int) int {
	g := len(s.run.Goroutines)
	s.run.Goroutines = append(s.run.Goroutines, steps.Goroutine{Name: name, By: by, File: file, Line: line})
	if by >= 0 {
		s.wakes(g)
	}
	return g
}

// passes lets time pass before the next step, which it does where everybody waits.
func (s *scene) passes(us int64) { s.at += us }

func (s *scene) goes(g int, file string, line, column int) {
	s.run.Steps = append(s.run.Steps, steps.Step{Goroutine: g, File: file, Line: line, Column: column, AtUS: s.at})
	s.after = append(s.after, map[int]steps.Place{g: {Goroutine: g, State: steps.Ready}})
}

func (s *scene) between(g int, file string, line, column int) {
	s.goes(g, file, line, column)
	s.last().Between = true
}

func (s *scene) last() *steps.Step { return &s.run.Steps[len(s.run.Steps)-1] }

func (s *scene) brings(p steps.Place) { s.after[len(s.after)-1][p.Goroutine] = p }

func (s *scene) waits(g int, on string) {
	at := s.last()
	s.brings(steps.Place{Goroutine: g, State: steps.Waits, File: at.File, Line: at.Line, On: on})
}

func (s *scene) wakes(g int) { s.brings(steps.Place{Goroutine: g, State: steps.Ready}) }
func (s *scene) ends(g int)  { s.brings(steps.Place{Goroutine: g, State: steps.Ended}) }

func (s *scene) sees(kind report.MomentKind, who, note string) {
	at := s.last()
	at.Events = append(at.Events, report.Moment{AtUS: at.AtUS, Kind: kind, Who: who, Note: note})
}

func (s *scene) prints(text string) { s.last().Output += text }

// done works out what has changed before each step, and at the end.
func (s *scene) done() *steps.Run {
	for i := range s.run.Steps {
		step := &s.run.Steps[i]
		if i == 0 {
			step.Changed = []steps.Place{{Goroutine: step.Goroutine, State: steps.Ready, File: step.File, Line: step.Line}}
			continue
		}
		for g := range s.run.Goroutines {
			p, changed := s.after[i-1][g]
			if !changed {
				continue
			}
			if p.State == steps.Ready {
				p.File, p.Line = s.next(g, i)
			}
			step.Changed = append(step.Changed, p)
		}
	}
	for g := range s.run.Goroutines {
		if p, changed := s.after[len(s.after)-1][g]; changed && p.State != steps.Ready {
			s.run.End = append(s.run.End, p)
		}
	}
	return s.run
}

// next is where a goroutine goes on next, from a step on.
func (s *scene) next(g, from int) (file string, line int) {
	for _, step := range s.run.Steps[from:] {
		if step.Goroutine == g {
			return step.File, step.Line
		}
	}
	return s.run.Goroutines[g].File, s.run.Goroutines[g].Line
}

// Damaged are runs that no recorder should make.
func Damaged() map[string]*steps.Run {
	one := func(s steps.Step, gs ...steps.Goroutine) *steps.Run {
		return &steps.Run{Sources: []steps.Source{{Name: "echo.go", Text: echoFile}}, Goroutines: gs, Steps: []steps.Step{s, s}}
	}
	echo := steps.Goroutine{Name: "Echo", By: -1}
	return map[string]*steps.Run{
		"nothing":       {},
		"nobody":        one(steps.Step{}),
		"far goroutine": one(steps.Step{Goroutine: 99, File: "echo.go", Line: 3}, echo),
		"negative":      one(steps.Step{Goroutine: -1, File: "echo.go", Line: -3, Column: -9, AtUS: -5}, echo),
		"far line":      one(steps.Step{File: "echo.go", Line: 1 << 40, Column: 1 << 40, AtUS: 1 << 62}, echo),
		"no such file":  one(steps.Step{File: "../../etc/passwd", Line: 1, Column: 1}, echo),
		"far place": one(steps.Step{File: "echo.go", Line: 3, Changed: []steps.Place{{Goroutine: 7, State: steps.Ready},
			{Goroutine: -7, State: "sleeps"}, {Goroutine: 0, State: "sleeps", Line: -1}}}, echo),
		"no name":    one(steps.Step{File: "echo.go", Line: 3}, steps.Goroutine{By: 55, Line: -1}),
		"own mother": one(steps.Step{File: "echo.go", Line: 3}, steps.Goroutine{Name: "me", By: 0}),
		"steers": {Title: "\x1b[2J", Message: "\x1b]0;x\x07", Left: -3, Sources: []steps.Source{{Name: "\x1b[1m", Text: "\x1b[2J\r\n\x00"}, {}},
			Goroutines: []steps.Goroutine{{Name: "\x1b[31m" + strings.Repeat("wide ", 100)}},
			Steps: []steps.Step{{File: "\x1b[1m", Line: 1, Output: "\x1b[2Jprinted\r\rmore", Events: []report.Moment{{Kind: "\x1b", Who: "\x1b[3m", Note: "\n"}},
				Changed: []steps.Place{{State: steps.Waits, On: "\x1b[5m\nfor"}}}}},
	}
}
