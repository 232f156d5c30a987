package demo

import (
	"context"
	"sync"
	"time"

	"workbook/grader/report"
)

func serviceDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("A whole service on a dashboard: clients come, n are served at a time, one connection panics, and the service is shut down with a deadline."),
		Params: []Param{
			{Name: "clients", Means: words.T("clients, which come one by one"), Least: 6, Most: 60, Default: 24},
			{Name: "n", Means: words.T("how many are served at a time"), Least: 1, Most: 16, Default: 4},
			{Name: "drain_ms", Means: words.T("how long Shutdown waits before it cuts"), Least: 0, Most: 800, Default: 300, Unit: "ms"},
		},
		run: runService,
	}
}

const (
	comeFor   = 600 * time.Millisecond // in which all clients come
	serveFor  = 750 * time.Millisecond // from the first client to Shutdown
	replyIn   = 20 * time.Millisecond  // how long the answer to a line takes
	visitLine = 8                      // lines that a client asks for
	lookEvery = 10 * time.Millisecond  // at the dashboard
)

func runService(ctx context.Context, r *recorder, p map[string]int) error {
	r.begin(r.words.T("the service"))
	s, err := newService(ctx, p["n"])
	if err != nil {
		return err
	}
	defer s.end()
	crowd := &crowd{r: r, s: s}
	watching, unwatch := context.WithCancel(ctx)
	var watcher sync.WaitGroup
	watcher.Go(func() { watchService(watching, r, s, crowd) })
	defer watcher.Wait()
	defer unwatch()

	var serving sync.WaitGroup
	defer serving.Wait()
	defer s.end()
	serving.Go(s.serve)
	for i := range p["clients"] {
		crowd.send(ctx, i, p["clients"])
		if err := pause(ctx, comeFor/time.Duration(p["clients"])); err != nil {
			crowd.over.Wait()
			return err
		}
	}
	if err := pause(ctx, serveFor-comeFor); err != nil {
		crowd.over.Wait()
		return err
	}
	before := s.stats()
	waiting := crowd.waits()
	at := r.mark(r.words.T("Shutdown is called"))
	drain, cancel := context.WithTimeout(ctx, millis(p["drain_ms"]))
	defer cancel()
	cut := s.shutdown(drain)
	took := r.mark(r.words.T("it is down")) - at
	crowd.over.Wait()
	s.end() // who was cut is over now, too
	unwatch()
	watcher.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	after := s.stats()
	noteService(r, p, after, crowd, took)
	r.say(r.words.T("%d clients came, and never were more than %d served at a time. Connections that panicked: %d; lines that were answered: %d.", p["clients"], after.mostOpen, after.panicked, after.lines))
	r.say(r.words.T("When Shutdown was called, %d connections were open and %d clients waited outside. It took %s ms. Of the open ones it let %d finish and cut %d; clients that were never served: %d.",
		before.open, waiting, r.number(ms(took)), before.open-cut, cut, crowd.refused))
	return nil
}

// noteService notes the figures of a service that is down.
func noteService(r *recorder, p map[string]int, end serviceStats, c *crowd, took int64) {
	for _, f := range []Figure{
		{ID: "clients.whole", Name: r.words.T("clients that got every answer"), Value: float64(c.whole)},
		{ID: "clients.panicked", Name: r.words.T("clients whose connection panicked"), Value: float64(c.panicked)},
		{ID: "clients.cut", Name: r.words.T("clients that were cut"), Value: float64(c.cut)},
		{ID: "clients.refused", Name: r.words.T("clients that were never served"), Value: float64(c.refused)},
		{ID: "open.most", Name: r.words.T("connections open at a time, at most, of %d", p["n"]), Value: float64(end.mostOpen)},
		{ID: "waiting.most", Name: r.words.T("clients that waited outside, at most"), Value: float64(c.mostWaited)},
		{ID: "lines", Name: r.words.T("lines answered"), Value: float64(end.lines)},
		{ID: "logged", Name: r.words.T("entries in the log"), Value: float64(end.logged)},
		{ID: "shutdown", Name: r.words.T("Shutdown took"), Value: ms(took), Unit: "ms"},
		{ID: "left", Name: r.words.T("connections open in the end"), Value: float64(end.open)},
	} {
		r.figure(f)
	}
}

// watchService looks at the numbers of the service from time to time.
func watchService(ctx context.Context, r *recorder, s *service, c *crowd) {
	open, waiting := r.overTime(r.words.T("open")), r.overTime(r.words.T("waiting"))
	lines, panics := r.overTime(r.words.T("lines / 100 ms")), r.overTime(r.words.T("panics so far"))
	const window = int(100 * time.Millisecond / lookEvery)
	var seen []int // lines answered, at the last looks
	for over := false; ; over = pause(ctx, lookEvery) != nil {
		now := s.stats()
		open.is(float64(now.open))
		waiting.is(float64(c.waits()))
		panics.is(float64(now.panicked))
		seen = append(seen, now.lines)
		lines.is(float64(now.lines - seen[max(0, len(seen)-1-window)]))
		if over {
			return
		}
	}
}
