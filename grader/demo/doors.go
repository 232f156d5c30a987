package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"golang.org/x/sync/errgroup"

	"workbook/grader/report"
)

func doorsDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("One server with two listeners: the accept loop of the second begins when the first has ended, or both run at the same time."),
		Params: []Param{
			{Name: "clients", Means: words.T("clients at each of the two doors"), Least: 1, Most: 6, Default: 3},
			{Name: "open_ms", Means: words.T("how long the first door is open"), Least: 50, Most: 900, Default: 600, Unit: "ms"},
		},
		run: runDoors,
	}
}

func runDoors(ctx context.Context, r *recorder, p map[string]int) error {
	ways := []struct {
		id, short, group string
		both             func(first, second func())
	}{
		{"after", r.words.T("in turn"), r.words.T("one loop after the other"), func(first, second func()) { first(); second() }},
		{"both", r.words.T("at once"), r.words.T("a goroutine for each loop"), func(first, second func()) {
			var loops sync.WaitGroup
			loops.Go(first)
			loops.Go(second)
			loops.Wait()
		}},
	}
	for _, way := range ways {
		d, err := runDoorsWay(ctx, r, way.group, p, way.both)
		if err != nil {
			return err
		}
		r.figure(Figure{ID: way.id + ".shut", Name: r.words.T("%s: door 1 is shut after", way.short), Value: ms(d.shut), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".second", Name: r.words.T("%s: the last answer at door 2 comes after", way.short), Value: ms(d.last), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".before", Name: r.words.T("%s: answered at door 2 while door 1 was open", way.short), Value: float64(d.before)})
		r.say(r.words.T("%s: while door 1 was open, %d of the %d clients at door 2 had their answer; the last had it after %s ms.",
			way.group, d.before, p["clients"], r.number(ms(d.last))))
	}
	return nil
}

// Doors are when the clients of the second door were answered, in microseconds since the
// server began.
type doors struct {
	shut   int64 // when the first door was
	last   int64
	before int // clients of the second that were answered before that
}

// A door is a listener and its accept loop.
type door struct {
	ln     net.Listener
	lane   *lane
	visits *visits
	tasks  *sync.WaitGroup
}

// accept lets clients in, each to a goroutine of its own, until the door is shut.
func (d *door) accept() {
	d.lane.is(Working)
	for {
		conn, err := d.ln.Accept()
		if err != nil {
			d.lane.ends()
			return
		}
		d.tasks.Go(func() {
			defer conn.Close()
			d.visits.echo(conn)
		})
	}
}

// runDoorsWay opens two doors, has clients come to both, and shuts the first after a while and
// the second when everybody is gone.
func runDoorsWay(ctx context.Context, r *recorder, group string, p map[string]int, both func(first, second func())) (d doors, err error) {
	r.begin(group)
	var tasks sync.WaitGroup
	var two [2]*door
	for i := range two {
		ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return d, fmt.Errorf("opening a port on this machine for the demo: %w", err)
		}
		defer ln.Close()
		l := r.lane(r.words.T("door %d", i+1))
		l.is(Silent)
		two[i] = &door{ln, l, &visits{lanes: map[string]*lane{}}, &tasks}
	}
	tasks.Go(func() { both(two[0].accept, two[1].accept) })
	defer tasks.Wait()
	defer two[1].ln.Close()
	defer two[0].ln.Close()

	answered := [2][]int64{make([]int64, p["clients"]), make([]int64, p["clients"])}
	var clients errgroup.Group
	for n, door := range two {
		for i := range p["clients"] {
			l := r.lane(r.words.T("%s, at door %d", clientName(n*p["clients"]+i), n+1))
			clients.Go(func() (err error) {
				answered[n][i], err = door.visit(ctx, l)
				return err
			})
		}
	}
	late := pause(ctx, millis(p["open_ms"]))
	d.shut = r.mark(r.words.T("door 1 is shut")) // before it is: once it is, the other loop begins at once
	two[0].ln.Close()
	if err := errors.Join(clients.Wait(), late); err != nil {
		return d, err
	}
	for _, at := range answered[1] {
		d.last = max(d.last, at)
		if at < d.shut {
			d.before++
		}
	}
	return d, ctx.Err()
}

// visit is a client. It returns when it has had its answer.
func (d *door) visit(ctx context.Context, l *lane) (int64, error) {
	l.is(Waiting)
	conn, hangUp, err := d.visits.dial(ctx, d.ln.Addr().String(), l)
	if err != nil {
		l.lost(err.Error())
		return 0, err
	}
	defer hangUp()
	return ask(conn, l)
}
