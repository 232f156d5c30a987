package demo

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"workbook/grader/report"
)

func limitDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Many clients with the same work at a server that serves n at a time, and at one without a limit."),
		Params: []Param{
			{Name: "clients", Means: words.T("clients that come at the same time"), Least: 8, Most: 200, Default: 100},
			{Name: "n", Means: words.T("how many are served at a time"), Least: 1, Most: 64, Default: 4},
			{Name: "kib", Means: words.T("memory that a client's work takes"), Least: 64, Most: 1024, Default: 512, Unit: "KiB"},
		},
		run: runLimit,
	}
}

func runLimit(ctx context.Context, r *recorder, p map[string]int) error {
	bounded, err := runLoad(ctx, r, r.words.T("%d at a time", p["n"]), p, p["n"])
	if err != nil {
		return err
	}
	free, err := runLoad(ctx, r, r.words.T("without a limit"), p, 0)
	if err != nil {
		return err
	}
	for _, of := range []struct {
		id, group string
		load      load
	}{{"limited", r.words.T("%d at a time", p["n"]), bounded}, {"unlimited", r.words.T("without a limit"), free}} {
		r.figure(Figure{ID: of.id + ".half", Name: r.words.T("%s: half are served after", of.group), Value: ms(of.load.half), Unit: "ms"})
		r.figure(Figure{ID: of.id + ".last", Name: r.words.T("%s: the last is served after", of.group), Value: ms(of.load.last), Unit: "ms"})
		r.figure(Figure{ID: of.id + ".heap", Name: r.words.T("%s: the server's heap at its peak", of.group), Value: mib(of.load.peak), Unit: "MiB"})
	}
	r.say(r.words.T("With %d at a time half of the %d clients were served after %s ms, the last after %s ms, and the heap had %s MiB at its peak.",
		p["n"], p["clients"], r.number(ms(bounded.half)), r.number(ms(bounded.last)), r.number(mib(bounded.peak))))
	r.say(r.words.T("Without a limit half of them were served after %s ms, the last after %s ms, and the heap had %s MiB.",
		r.number(ms(free.half)), r.number(ms(free.last)), r.number(mib(free.peak))))
	return nil
}

func mib(bytes uint64) float64 { return float64(bytes) / (1 << 20) }

// A load is how a server fared.
type load struct {
	half, last int64  // when so many were served, in microseconds
	peak       uint64 // of the heap, in bytes more than without clients
}

// runLoad starts a server and all clients at the same time. limit 0 is none.
func runLoad(ctx context.Context, r *recorder, group string, p map[string]int, limit int) (l load, err error) {
	server, err := startChild(ctx, "load", p["clients"], p["kib"], limit)
	if err != nil {
		return l, err
	}
	over := sync.OnceValues(server.end)
	defer over()
	addr, err := server.line()
	if err != nil {
		return l, fmt.Errorf("the demo's server process did not say where it listens: %w (%s)", err, server.lastWords())
	}
	r.begin(group)
	served := make([]int64, p["clients"])
	var clients errgroup.Group
	for i := range served {
		lane := r.lane(clientName(i))
		clients.Go(func() (err error) {
			if served[i], err = beServed(ctx, addr, lane); err != nil {
				lane.lost(err.Error())
			}
			return err
		})
	}
	if err := clients.Wait(); err != nil {
		return l, fmt.Errorf("a client of the demo: %w", err)
	}
	slices.Sort(served)
	l.half, l.last = served[(len(served)-1)/2], served[len(served)-1]
	if l.peak, err = askForPeak(ctx, addr); err != nil {
		return l, fmt.Errorf("asking the demo's server process for its heap: %w", err)
	}
	_, err = over()
	return l, err
}

// beServed is a client. It returns when its work was done.
func beServed(ctx context.Context, addr string, l *lane) (int64, error) {
	l.is(Waiting)
	conn, hangUp, err := dial(ctx, addr)
	if err != nil {
		return 0, err
	}
	defer hangUp()
	if err := expect(conn, askWork, begun); err != nil {
		return 0, err
	}
	l.is(Served)
	if err := expect(conn, askNone, workDone); err != nil {
		return 0, err
	}
	return l.ends(), nil
}

// expect asks something, if anything, and waits for the answer.
func expect(conn net.Conn, ask, want byte) error {
	if ask != askNone {
		if _, err := conn.Write([]byte{ask}); err != nil {
			return err
		}
	}
	got := []byte{0}
	if _, err := io.ReadFull(conn, got); err != nil {
		return err
	}
	if got[0] != want {
		return fmt.Errorf("the server answered %q instead of %q", got[0], want)
	}
	return nil
}

func askForPeak(ctx context.Context, addr string) (uint64, error) {
	conn, hangUp, err := dial(ctx, addr)
	if err != nil {
		return 0, err
	}
	defer hangUp()
	if _, err := conn.Write([]byte{askPeak}); err != nil {
		return 0, err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(strings.TrimSpace(line), 10, 64)
}
