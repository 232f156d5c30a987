package demo

import (
	"context"
	"io"
	"net"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"workbook/grader/report"
)

func echoDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("The same clients, of which the first is silent for a while, at a sequential echo server and at one with a goroutine for each."),
		Params: []Param{
			{Name: "clients", Means: words.T("clients, the silent one included"), Least: 2, Most: 16, Default: 4},
			{Name: "pause_ms", Means: words.T("how long the first is silent"), Least: 50, Most: 900, Default: 700, Unit: "ms"},
		},
		run: runEcho,
	}
}

func runEcho(ctx context.Context, r *recorder, p map[string]int) error {
	one := func(_ *server, serve func()) { serve() }
	each := func(s *server, serve func()) { s.over.Go(serve) }
	sequential, err := runEchoServer(ctx, r, r.words.T("one after the other"), p, one)
	if err != nil {
		return err
	}
	spawned, err := runEchoServer(ctx, r, r.words.T("a goroutine for each"), p, each)
	if err != nil {
		return err
	}
	for i := range sequential.answered {
		name := clientName(i)
		r.figure(Figure{ID: "sequential." + name, Name: r.words.T("one after the other: %s has its answer after", name), Value: ms(sequential.answered[i]), Unit: "ms"})
		r.figure(Figure{ID: "spawned." + name, Name: r.words.T("a goroutine for each: %s has its answer after", name), Value: ms(spawned.answered[i]), Unit: "ms"})
	}
	r.say(r.words.T("One after the other: of the %d other clients %d had their answer before A spoke; the last had it after %s ms.",
		len(sequential.answered)-1, sequential.before(), r.number(ms(sequential.last()))))
	r.say(r.words.T("A goroutine for each: of the %d other clients %d had their answer before A spoke; the last had it after %s ms.",
		len(spawned.answered)-1, spawned.before(), r.number(ms(spawned.last()))))
	if ratio := float64(sequential.last()) / float64(max(1, spawned.last())); ratio >= 2 {
		r.say(r.words.T("Who was last waited %.0f times as long for the sequential server, and nobody but A was silent.", ratio))
	}
	return nil
}

// Times are when the clients of one server were answered, in microseconds since it began.
type times struct {
	spoke    int64 // when the first, which is silent at first, sent something
	answered []int64
}

// before counts the other clients that were answered before the first spoke.
func (t times) before() int {
	n := 0
	for _, at := range t.answered[1:] {
		if at < t.spoke {
			n++
		}
	}
	return n
}

// last is when the last of the other clients was answered.
func (t times) last() int64 { return slices.Max(t.answered[1:]) }

func runEchoServer(ctx context.Context, r *recorder, group string, p map[string]int, each func(*server, func())) (times, error) {
	r.begin(group)
	n := p["clients"]
	visits := &visits{lanes: map[string]*lane{}, first: make(chan struct{})}
	s, err := serve(ctx, each, visits.echo)
	if err != nil {
		return times{}, err
	}
	defer s.stop()

	t := times{answered: make([]int64, n)}
	clients, ctx := errgroup.WithContext(ctx)
	for i := range n {
		l := r.lane(clientName(i))
		l.is(Waiting)
		conn, hangUp, err := visits.dial(ctx, s.addr, l)
		if err != nil {
			l.lost(err.Error())
			s.stop()
			clients.Wait()
			return t, err
		}
		clients.Go(func() error {
			defer hangUp()
			if i == 0 {
				if err := pause(ctx, time.Duration(p["pause_ms"])*time.Millisecond); err != nil {
					return err
				}
				t.spoke = l.now()
				l.is(Served)
			}
			at, err := ask(conn, l)
			t.answered[i] = at
			return err
		})
		if i == 0 { // the others come when it is being served
			select {
			case <-visits.first:
			case <-ctx.Done():
			}
		}
	}
	return t, clients.Wait()
}

// ask sends a line and waits until it has come back. It returns when that was.
func ask(conn net.Conn, l *lane) (int64, error) {
	line := []byte("hello\n")
	if _, err := conn.Write(line); err != nil {
		l.lost(err.Error())
		return 0, err
	}
	if _, err := io.ReadFull(conn, line); err != nil {
		l.lost(err.Error())
		return 0, err
	}
	return l.ends(), nil
}
