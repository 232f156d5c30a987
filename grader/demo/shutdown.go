package demo

import (
	"context"
	"net"
	"sync"
	"time"

	"workbook/grader/report"
)

func shutdownDemo(words report.Words) Demo {
	return Demo{
		Title: words.T("Tasks that serve a connection each are asked to stop: all of them listen, or one stands in a Read that knows no context."),
		Params: []Param{
			{Name: "tasks", Means: words.T("tasks, with the one that does not listen"), Least: 2, Most: 12, Default: 5},
			{Name: "deaf_ms", Means: words.T("how long the client of that one is silent after all were asked to stop"), Least: 50, Most: 800, Default: 500, Unit: "ms"},
			{Name: "give_up_ms", Means: words.T("after how long main gives up waiting; 0 is never"), Least: 0, Most: 800, Default: 250, Unit: "ms"},
		},
		run: runShutdown,
	}
}

// upFor is how long the tasks are at work before they are asked to stop.
const upFor = 120 * time.Millisecond

func runShutdown(ctx context.Context, r *recorder, p map[string]int) error {
	ways := []struct {
		id, short, group string
		deaf             bool
		giveUp           time.Duration
	}{
		{"listen", r.words.T("all listen"), r.words.T("all listen"), false, 0},
		{"deaf", r.words.T("one does not"), r.words.T("one does not listen"), true, 0},
		{"given_up", r.words.T("given up"), r.words.T("one does not listen, and main gives up after %d ms", p["give_up_ms"]), true, millis(p["give_up_ms"])},
	}
	if p["give_up_ms"] == 0 {
		ways = ways[:2]
	}
	var stops []stop
	for _, way := range ways {
		s, err := stopTasks(ctx, r, way.group, p, way.deaf, way.giveUp)
		if err != nil {
			return err
		}
		stops = append(stops, s)
		r.figure(Figure{ID: way.id + ".listeners", Name: r.words.T("%s: who listens has stopped after", way.short), Value: ms(s.listeners), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".last", Name: r.words.T("%s: all have stopped after", way.short), Value: ms(s.last), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".main", Name: r.words.T("%s: main goes on after", way.short), Value: ms(s.main), Unit: "ms"})
		r.figure(Figure{ID: way.id + ".left", Name: r.words.T("%s: still at work then", way.short), Value: float64(s.left)})
	}
	r.say(r.words.T("When all listened, the last of %d tasks had stopped %s ms after it was asked.", p["tasks"], r.number(ms(stops[0].last))))
	r.say(r.words.T("When one did not, the others had stopped after %s ms, and main waited %s ms for it: nobody can stop a goroutine.", r.number(ms(stops[1].listeners)), r.number(ms(stops[1].last))))
	if len(stops) > 2 {
		r.say(r.words.T("Where main gave up, it went on after %s ms. Tasks left at work then: %d, with all that they hold. The last ended after %s ms.", r.number(ms(stops[2].main)), stops[2].left, r.number(ms(stops[2].last))))
	}
	return nil
}

// A stop is how it went, in microseconds since the tasks were asked.
type stop struct {
	listeners int64 // those that listen have stopped
	last      int64 // all have
	main      int64 // main goes on
	left      int   // tasks that are still at work then
}

// stopTasks starts tasks, asks them to stop, and waits for them, or gives up to wait.
func stopTasks(ctx context.Context, r *recorder, group string, p map[string]int, deaf bool, giveUp time.Duration) (s stop, err error) {
	r.begin(group)
	main := r.lane("main")
	main.is(Working)
	abort, ask := context.WithCancel(ctx)
	defer ask()
	tasks := &stoppable{abort: abort, lanes: map[string]*lane{}, begun: make(chan struct{})}
	server, err := serve(ctx, func(s *server, serve func()) { s.over.Go(serve) }, tasks.serve)
	if err != nil {
		return s, err
	}
	defer server.stop()
	asked := make(chan struct{})
	var clients sync.WaitGroup
	defer clients.Wait()
	defer server.stop() // so that no client waits
	for i := range p["tasks"] {
		isDeaf := deaf && i == p["tasks"]/2
		l := r.lane(r.words.T("task %s", clientName(i)))
		if isDeaf {
			l.note(r.words.T("does not listen"))
		}
		conn, hangUp, err := tasks.start(ctx, server.addr, l, isDeaf)
		if err != nil {
			return s, err
		}
		clients.Go(func() {
			defer hangUp()
			talk(ctx, conn, isDeaf, asked, millis(p["deaf_ms"]))
		})
	}
	if err := pause(ctx, upFor); err != nil {
		return s, err
	}
	at := tasks.ask(r.mark(r.words.T("asked to stop")), ask)
	close(asked)
	main.is(Waiting)
	over := make(chan struct{})
	go func() { tasks.over.Wait(); close(over) }()
	s.left = await(ctx, over, giveUp, tasks)
	s.main = main.now() - at
	main.is(Working)
	if s.left > 0 {
		r.mark(r.words.T("main gives up"))
		main.note(r.words.T("gave up: %d still at work", s.left))
	}
	<-over // in any case: a demo leaves nothing
	main.ends()
	s.listeners, s.last = tasks.listeners-at, max(tasks.listeners, tasks.deaf)-at
	return s, ctx.Err()
}

// await waits until all tasks are over, or gives up; 0 is never. It returns how many are left.
func await(ctx context.Context, over <-chan struct{}, giveUp time.Duration, tasks *stoppable) (left int) {
	if giveUp == 0 {
		<-over
		return 0
	}
	ctx, cancel := context.WithTimeout(ctx, giveUp)
	defer cancel()
	select {
	case <-over:
	case <-ctx.Done():
	}
	return tasks.left()
}

// talk is a client. It asks from time to time until nobody answers; that of a deaf task says
// nothing until some time after all were asked to stop, and hangs up then.
func talk(ctx context.Context, conn net.Conn, deaf bool, asked <-chan struct{}, silent time.Duration) {
	if deaf {
		select {
		case <-asked:
			_ = pause(ctx, silent)
		case <-ctx.Done():
		}
		return
	}
	for line := []byte("hello\n"); ; {
		if _, err := conn.Write(line); err != nil {
			return
		}
		if _, err := conn.Read(line); err != nil {
			return
		}
		if pause(ctx, 20*time.Millisecond) != nil {
			return
		}
	}
}
