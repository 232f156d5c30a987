package demo

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"workbook/grader/report"
)

func boundaryDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("A server process in which one connection's goroutine panics, without a panic boundary and with one."),
		Params: []Param{
			{Name: "clients", Means: words.T("clients, with the one whose connection panics"), Least: 2, Most: 16, Default: 5},
			{Name: "pace_ms", Means: words.T("the time between two requests of a client"), Least: 5, Most: 100, Default: 80, Unit: "ms"},
		},
		run: runBoundary,
	}
}

// rounds is how often a client asks before the panic, and after it.
const rounds = 4

// fatal is the request that a connection panics of.
const fatal = "crash"

// Where a server has a boundary.
type boundaries int

const (
	noBoundary      boundaries = iota
	withBoundary               // around each connection
	goroutineAstray            // so, too, and what panics is a goroutine that the handler starts
)

// visitors is the child: a server with a goroutine for each connection. It counts in a map
// that nobody has made.
func visitors(b boundaries) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(ln.Addr())
	for {
		conn, err := ln.Accept()
		if err != nil {
			os.Exit(1)
		}
		go func() {
			defer conn.Close()
			if b != noBoundary {
				defer func() {
					if v := recover(); v != nil {
						fmt.Fprintf(os.Stderr, "a connection panicked, and only it: %v\n", v)
					}
				}()
			}
			visitor(conn, b == goroutineAstray)
		}()
	}
}

func visitor(conn net.Conn, astray bool) {
	var count map[string]int
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		switch crash := lines.Text() == fatal; {
		case crash && astray:
			go func() { count[fatal]++ }()
			continue
		case crash:
			count[fatal]++ // assignment to an entry of a nil map
		}
		fmt.Fprintln(conn, lines.Text())
	}
}

func runBoundary(ctx context.Context, r *recorder, p map[string]int) error {
	bare, err := runVisitors(ctx, r, "bare", r.words.T("without a boundary"), p)
	if err != nil {
		return err
	}
	bounded, err := runVisitors(ctx, r, "bounded", r.words.T("with a boundary"), p)
	if err != nil {
		return err
	}
	others := p["clients"] - 1
	for _, of := range []struct {
		id, group string
		fate      fate
	}{{"bare", r.words.T("without a boundary"), bare}, {"bounded", r.words.T("with a boundary"), bounded}} {
		r.figure(Figure{ID: of.id + ".status", Name: r.words.T("%s: exit status", of.group), Value: float64(of.fate.status)})
		r.figure(Figure{ID: of.id + ".served", Name: r.words.T("%s: other clients that got every answer, of %d", of.group, others), Value: float64(of.fate.served)})
		r.figure(Figure{ID: of.id + ".words", Name: r.words.T("%s: what it printed first", of.group), Text: of.fate.words})
	}
	r.say(r.words.T("Without a boundary the process ended with status %d, and %d of the %d clients that did nothing wrong got every answer.", bare.status, bare.served, others))
	r.say(r.words.T("With a boundary it was asked to end and did so with status %d, and %d of %d got every answer.", bounded.status, bounded.served, others))
	return nil
}

// A fate is how a server process and its clients fared.
type fate struct {
	status int
	served int // of the other clients, those that got every answer
	late   int // of those that came after the panic, those that did
	words  string
}

func runVisitors(ctx context.Context, r *recorder, part, group string, p map[string]int) (f fate, err error) {
	r.begin(group)
	process := r.lane(r.words.T("process"))
	process.is(Working)
	server, err := startChild(ctx, part)
	if err != nil {
		return f, err
	}
	over := sync.OnceValues(server.end)
	defer over()
	addr, err := server.line()
	if err != nil {
		return f, fmt.Errorf("the demo's server process did not say where it listens: %w (%s)", err, server.lastWords())
	}
	f.served, f.late = visit(ctx, r, addr, p)
	f.status, err = over()
	process.ends()
	f.words = report.OneLine(report.Terminal(server.lastWords()))
	process.note(r.words.T("exit status %d", f.status))
	return f, err
}

// visit has the clients ask the server, all of them before one makes it panic and the others
// after that, when newcomers come, too. It returns how many of the others got every answer,
// and how many newcomers did.
func visit(ctx context.Context, r *recorder, addr string, p map[string]int) (served, late int) {
	panics := p["clients"] / 2
	pace := time.Duration(p["pace_ms"]) * time.Millisecond
	var before sync.WaitGroup // asked by all
	before.Add(p["clients"])
	crashed := make(chan struct{})
	got := make([]bool, p["clients"]+p["newcomers"])
	var clients errgroup.Group
	for i := range p["clients"] {
		l := r.lane(clientName(i))
		clients.Go(func() error {
			a := &asker{lane: l, words: r.words}
			a.rounds(ctx, addr, pace)
			before.Done()
			if i == panics {
				before.Wait()
				r.mark(r.words.T("panic"))
				a.crash()
				close(crashed)
				return nil
			}
			<-crashed
			a.rounds(ctx, addr, pace)
			got[i] = a.finish()
			return nil
		})
	}
	for i := p["clients"]; i < len(got); i++ {
		clients.Go(func() error {
			<-crashed
			a := &asker{lane: r.lane(r.words.T("%s, new", clientName(i))), words: r.words}
			a.rounds(ctx, addr, pace)
			got[i] = a.finish()
			return nil
		})
	}
	_ = clients.Wait()
	for i, ok := range got {
		switch {
		case ok && i >= p["clients"]:
			late++
		case ok && i != panics:
			served++
		}
	}
	return served, late
}
