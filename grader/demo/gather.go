package demo

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"workbook/grader/report"
)

func gatherDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Tasks that ask a server each, of which some are down: one after the other or all at once, up to the first error or with every error kept."),
		Params: []Param{
			{Name: "tasks", Means: words.T("tasks"), Least: 3, Most: 8, Default: 5},
			{Name: "failing", Means: words.T("tasks that fail"), Least: 1, Most: 3, Default: 2},
			{Name: "work_ms", Means: words.T("how long a server takes to answer; one that is down hangs up after half of that"), Least: 10, Most: 130, Default: 120, Unit: "ms"},
		},
		run: runGather,
	}
}

func runGather(ctx context.Context, r *recorder, p map[string]int) error {
	ways := []struct {
		id, short, group string
		how              func(g *gathering)
	}{
		{"after_first", r.words.T("in turn, first error"), r.words.T("one after the other, up to the first error"), func(g *gathering) { g.after(true) }},
		{"after_all", r.words.T("in turn, every error"), r.words.T("one after the other, every error kept"), func(g *gathering) { g.after(false) }},
		{"once_first", r.words.T("at once, first error"), r.words.T("all at once, up to the first error"), func(g *gathering) { g.atOnce(true) }},
		{"once_all", r.words.T("at once, every error"), r.words.T("all at once, every error kept"), func(g *gathering) { g.atOnce(false) }},
	}
	for _, way := range ways {
		g, err := gather(ctx, r, way.group, p, way.how)
		if err != nil {
			return err
		}
		r.figure(Figure{ID: way.id + ".total", Name: r.words.T("%s: the caller goes on after", way.short), Value: ms(g.total), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".values", Name: r.words.T("%s: values", way.short), Value: float64(g.values)})
		r.figure(Figure{ID: way.id + ".errors", Name: r.words.T("%s: errors", way.short), Value: float64(len(g.errs))})
		r.figure(Figure{ID: way.id + ".left", Name: r.words.T("%s: still at work then", way.short), Value: float64(g.left)})
		r.say(r.words.T("%s: the caller goes on after %s ms. Values: %d; errors: %d of %d; tasks never called: %d; still at work: %d.",
			way.group, r.number(ms(g.total)), g.values, len(g.errs), p["failing"], p["tasks"]-g.called, g.left))
	}
	return nil
}

// A gathering is tasks that ask a server, and what their caller has got from them.
type gathering struct {
	ctx    context.Context
	words  report.Words
	addr   string
	fails  map[int]bool
	caller *lane
	lanes  []*lane        // of the tasks
	over   sync.WaitGroup // the tasks that were called

	called, values int
	errs           []error
	left           int   // tasks still at work when the caller went on
	total          int64 // when that was, in microseconds

	mu      sync.Mutex
	working int
}

// gather runs tasks as how says.
func gather(ctx context.Context, r *recorder, group string, p map[string]int, how func(*gathering)) (*gathering, error) {
	r.begin(group)
	work := millis(p["work_ms"])
	s, err := serve(ctx, func(s *server, serve func()) { s.over.Go(serve) }, func(conn net.Conn) { answerOrHangUp(ctx, conn, work) })
	if err != nil {
		return nil, err
	}
	defer s.stop()
	g := &gathering{ctx: ctx, words: r.words, addr: s.addr, fails: failing(p["tasks"], p["failing"]), caller: r.lane(r.words.T("caller"))}
	for i := range p["tasks"] {
		l := r.lane(r.words.T("task %d", i+1))
		l.is(Waiting)
		g.lanes = append(g.lanes, l)
	}
	g.caller.is(Waiting)
	how(g)
	g.mu.Lock()
	g.left = g.working
	g.mu.Unlock()
	g.caller.is(Working)
	g.total = g.caller.ends()
	g.caller.note(r.words.T("values: %d, errors: %d", g.values, len(g.errs)))
	r.mark(r.words.T("the caller goes on"))
	for _, l := range g.lanes[g.called:] {
		l.lost(r.words.T("never called"))
	}
	g.over.Wait()
	return g, ctx.Err()
}

// failing are the tasks that fail, spread over all.
func failing(tasks, failing int) map[int]bool {
	fails := map[int]bool{}
	for i := range failing {
		fails[(2*i+1)*tasks/(2*failing)] = true
	}
	return fails
}

// after calls the tasks one after the other.
func (g *gathering) after(upToFirst bool) {
	for i := range g.lanes {
		g.begin()
		if g.keep(g.task(i)); upToFirst && len(g.errs) > 0 {
			return
		}
	}
}

// atOnce calls each task on a goroutine of its own.
func (g *gathering) atOnce(upToFirst bool) {
	results := make(chan error, len(g.lanes)) // nobody waits to send
	for i := range g.lanes {
		g.begin()
		go func() { results <- g.task(i) }()
	}
	for range g.lanes {
		if g.keep(<-results); upToFirst && len(g.errs) > 0 {
			return
		}
	}
}

// begin notes that a task is called.
func (g *gathering) begin() {
	g.called++
	g.over.Add(1)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.working++
}

// keep keeps what a task has returned.
func (g *gathering) keep(err error) {
	if err != nil {
		g.errs = append(g.errs, err)
	} else {
		g.values++
	}
}

// What a task asks its server for.
const (
	anAnswer = 'a'
	aFailure = 'f' // the server hangs up
)

// task asks a server, and returns why there is no answer.
func (g *gathering) task(i int) error {
	defer g.over.Done()
	defer func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.working--
	}()
	l := g.lanes[i]
	l.is(Working)
	if err := g.asks(g.fails[i]); err != nil {
		l.lost(g.words.T("error: %s", reason(g.words, err)))
		return fmt.Errorf("asking server %d: %w", i+1, err)
	}
	l.ends()
	l.note(g.words.T("value"))
	return nil
}

func (g *gathering) asks(fails bool) error {
	conn, hangUp, err := dial(g.ctx, g.addr)
	if err != nil {
		return err
	}
	defer hangUp()
	ask := byte(anAnswer)
	if fails {
		ask = aFailure
	}
	return expect(conn, ask, workDone)
}

// answerOrHangUp is the servers.
func answerOrHangUp(ctx context.Context, conn net.Conn, work time.Duration) {
	ask := []byte{0}
	if _, err := io.ReadFull(conn, ask); err != nil {
		return
	}
	if ask[0] == aFailure {
		_ = pause(ctx, work/2)
		return
	}
	if pause(ctx, work) == nil {
		_, _ = conn.Write([]byte{workDone})
	}
}
