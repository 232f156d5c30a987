package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"workbook/grader/report"
)

func drainDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("A server is shut down while its connections have work of different length to do: all are cut, or they may finish until a deadline."),
		Params: []Param{
			{Name: "connections", Means: words.T("connections"), Least: 2, Most: 12, Default: 8},
			{Name: "work_ms", Means: words.T("how long the first one's work takes; the second's twice as long, and so on"), Least: 20, Most: 150, Default: 100, Unit: "ms"},
			{Name: "deadline_ms", Means: words.T("how long Shutdown waits before it cuts"), Least: 0, Most: 1500, Default: 450, Unit: "ms"},
		},
		run: runDrain,
	}
}

// errClosed is what Serve returns after a Shutdown.
var errClosed = errors.New("the server is shut down")

func runDrain(ctx context.Context, r *recorder, p map[string]int) error {
	ways := []struct {
		id, short, group string
		deadline         time.Duration
	}{
		{"cut", r.words.T("cut at once"), r.words.T("cut at once"), 0},
		{"drained", r.words.T("drained"), r.words.T("drained, and cut after %d ms", p["deadline_ms"]), millis(p["deadline_ms"])},
	}
	for _, way := range ways {
		e, err := shutDown(ctx, r, way.group, p, way.deadline)
		if err != nil {
			return err
		}
		r.figure(Figure{ID: way.id + ".whole", Name: r.words.T("%s: finished", way.short), Value: float64(e.whole)})
		r.figure(Figure{ID: way.id + ".cut", Name: r.words.T("%s: cut", way.short), Value: float64(e.cut)})
		r.figure(Figure{ID: way.id + ".serve", Name: r.words.T("%s: Serve returns after", way.short), Value: ms(e.serve), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".shutdown", Name: r.words.T("%s: Shutdown returns after", way.short), Value: ms(e.shutdown), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".error", Name: r.words.T("%s: what Shutdown returns", way.short), Text: e.told})
		r.figure(Figure{ID: way.id + ".late", Name: r.words.T("%s: who comes too late is told", way.short), Text: e.late})
		if way.id == "cut" {
			r.say(r.words.T("Cut at once: of %d connections %d finished and %d were cut in the middle of their answer.", p["connections"], e.whole, e.cut))
			continue
		}
		r.say(r.words.T("With %d ms to finish: %d finished and %d were cut. Serve returned after %s ms, Shutdown after %s ms.",
			p["deadline_ms"], e.whole, e.cut, r.number(ms(e.serve)), r.number(ms(e.shutdown))))
		if e.whole > 0 && e.serve < e.shutdown {
			r.say(r.words.T("A main function that ends with Serve would have cut those that finished, too."))
		}
	}
	return nil
}

// An ending is how a server ended. Times are in microseconds since Shutdown was called.
type ending struct {
	whole, cut      int
	serve, shutdown int64
	told            string // what Shutdown returned
	late            string // what happened to a client that came after Shutdown was called
}

// shutDown starts a server and its clients, shuts it down, and looks how everybody fared.
func shutDown(ctx context.Context, r *recorder, group string, p map[string]int, deadline time.Duration) (e ending, err error) {
	r.begin(group)
	lanes := []*lane{r.lane("Serve"), r.lane("Shutdown")}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return e, fmt.Errorf("opening a port on this machine for the demo: %w", err)
	}
	s := newDrainable(ln, func(conn net.Conn) { answerInParts(ctx, conn) })
	var everybody sync.WaitGroup
	defer func() { s.end(); everybody.Wait() }() // nothing is left
	lanes[0].is(Working)
	var returned int64
	everybody.Go(func() {
		err := s.serve()
		returned = lanes[0].ends()
		lanes[0].note(told(r.words, err))
	})
	clients := make([]partsClient, p["connections"])
	var begun, over sync.WaitGroup
	for i := range clients {
		l := r.lane(clientName(i))
		begun.Add(1)
		over.Go(func() {
			work := time.Duration(p["work_ms"]*(i+1)) * time.Millisecond
			clients[i].ask(ctx, r.words, ln.Addr().String(), l, work, begun.Done)
		})
	}
	begun.Wait()
	if err := pause(ctx, millis(p["work_ms"])/2); err != nil { // nobody has finished
		over.Wait()
		return e, err
	}
	at := r.mark(r.words.T("Shutdown is called"))
	lanes[1].is(Waiting)
	until, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	everybody.Go(func() {
		<-s.closing
		e.late = come(ctx, r, ln.Addr().String())
	})
	err = s.shutdown(until)
	e.shutdown = lanes[1].ends() - at
	if e.told = told(r.words, err); err != nil {
		r.mark(r.words.T("the rest is cut"))
	}
	lanes[1].note(e.told)
	over.Wait()
	everybody.Wait()
	e.serve = returned - at
	for _, c := range clients {
		if c.whole {
			e.whole++
		} else {
			e.cut++
		}
	}
	return e, ctx.Err()
}

// told is an error, or that there is none.
func told(words report.Words, err error) string {
	if err == nil {
		return words.T("returned nil")
	}
	return err.Error()
}

// come is a client that comes when the listener is closed.
func come(ctx context.Context, r *recorder, addr string) string {
	l := r.lane(r.words.T("too late"))
	l.is(Waiting)
	conn, hangUp, err := dial(ctx, addr)
	if err != nil {
		why := reason(r.words, err)
		l.lost(why)
		return why
	}
	defer hangUp()
	if err := expect(conn, askWork, begun); err != nil {
		why := reason(r.words, err)
		l.lost(why)
		return why
	}
	l.ends()
	return r.words.T("served")
}
