package farm_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/longtest"
	"workbook/grader/report"
)

// A class graded by two workers, for two instructors at the same time: the verdicts of one
// machine, and each work graded once, however many hand it in.
func TestGraded(t *testing.T) {
	e := newEngine(t)
	a := serve(t, e, queueserver.Options{}, limits())
	for range 2 {
		work(t, a, e, 3)
	}
	words := many(150)
	rows := class(t, append(words, words[:50]...)...)
	rows = append(rows, batch.Row{Student: "nobody", Exercise: exercises[1], Missing: "There is nothing."})
	linked := class(t, "pass")[0]
	require.NoError(t, os.Symlink("a.go", filepath.Join(linked.Dir, "b.go")))
	rows = append(rows, linked)

	var reports [2]*report.Report
	var wg sync.WaitGroup
	for i := range reports {
		c := client(t, a, e)
		wg.Go(func() { reports[i] = run(t, c, rows, 20) })
	}
	wg.Wait()
	for _, rep := range reports {
		same(t, rows, rep)
	}
	require.Equal(t, 150, e.count(), "each once; what is refused as it was handed in needs no worker")

	s, err := open(t, a).Status(t.Context())
	require.NoError(t, err)
	require.Zero(t, s.Waiting)
	require.EqualValues(t, 150, s.Results)
	require.Len(t, s.Workers, 2)
}

// A verdict is kept for who asks later, until one that was made anew is asked for; and what
// the machine failed at is tried again.
func TestAskedAgain(t *testing.T) {
	e := newEngine(t)
	fail := true
	e.before = func(word string) error {
		if strings.HasPrefix(word, "fail later") && fail {
			return errors.New("no room for the program")
		}
		return nil
	}
	a := serve(t, e, queueserver.Options{}, limits())
	work(t, a, e, 1)
	rows := class(t, "pass", "fail later")
	c := client(t, a, e)
	for range 3 {
		_, err := c.Grade(t.Context(), request(rows[0]), nil)
		require.NoError(t, err)
	}
	require.Equal(t, 1, e.count())
	fresh := request(rows[0])
	fresh.Fresh = true
	_, err := c.Grade(t.Context(), fresh, nil)
	require.NoError(t, err)
	require.Equal(t, 2, e.count())

	var told []grader.Event
	rep, err := c.Grade(t.Context(), request(rows[1]), func(ev grader.Event) { told = append(told, ev) })
	require.NoError(t, err)
	require.Equal(t, report.GraderError, rep.Exercises[0].Verdict)
	require.Contains(t, rep.Exercises[0].Message, "no room for the program")
	require.Equal(t, []grader.Event{grader.Finished{Exercise: rep.Exercises[0]}}, told)
	fail = false
	rep, err = c.Grade(t.Context(), request(rows[1]), nil)
	require.NoError(t, err)
	require.Equal(t, report.Fail, rep.Exercises[0].Verdict)
}

// A submission that takes its workers with it is given up after three, and stops nobody.
func TestWorkersGone(t *testing.T) {
	longtest.Skip(t, "workers are killed")
	e := newEngine(t)
	l := limits()
	l.Lease = 2 * time.Second
	a := serve(t, e, queueserver.Options{}, l)
	rows := class(t, append(many(20), "pass kill")...)
	var rep *report.Report
	var wg sync.WaitGroup
	c := client(t, a, e)
	wg.Go(func() { rep = run(t, c, rows, 30) })

	// A worker that dies is one whose connection ends, and which is not heard of again.
	for range farm.DefaultTries {
		dying := newEngine(t)
		f := open(t, a)
		died, hold := make(chan struct{}), make(chan struct{})
		dying.before = func(word string) error {
			if word == "pass kill" {
				f.Close()
				close(died)
				<-hold
			}
			return nil
		}
		w, err := f.Worker(t.Context(), dying, farm.WorkerOptions{Slots: 1, Rest: time.Millisecond})
		require.NoError(t, err)
		ended := make(chan struct{})
		go func() { defer close(ended); _ = w.Run(context.Background()) }()
		<-died
		t.Cleanup(func() { close(hold); <-ended })
	}
	work(t, a, e, 2)
	wg.Wait()
	require.Len(t, rep.Exercises, 21)
	same(t, rows[:20], &report.Report{Exercises: rep.Exercises[:20]})
	last := rep.Exercises[20]
	require.Equal(t, report.GraderError, last.Verdict)
	require.Contains(t, last.Message, "begun 3 times")
}

// What is graded beside a submission that takes its workers with it is not given up with it:
// once it has lost its worker, each is graded alone.
func TestBystanders(t *testing.T) {
	longtest.Skip(t, "workers are killed")
	e := newEngine(t)
	l := limits()
	l.Lease = 2 * time.Second
	a := serve(t, e, queueserver.Options{}, l)
	rows := class(t, "pass kill", "pass beside 1", "pass beside 2", "fail beside 3")
	var rep *report.Report
	var wg sync.WaitGroup
	c := client(t, a, e)
	wg.Go(func() { rep = run(t, c, rows, len(rows)) })

	for n := range farm.DefaultTries {
		dying := newEngine(t)
		f := open(t, a)
		died, hold := make(chan struct{}), make(chan struct{})
		var together sync.WaitGroup
		together.Add(len(rows))
		var busy atomic.Int32
		dying.before = func(word string) error {
			defer busy.Add(-1)
			if beside := busy.Add(1) - 1; n > 0 && beside > 0 {
				t.Errorf("%q, which has lost a worker, is graded beside %d others", word, beside)
			}
			if n == 0 { // all of them are here when it dies
				together.Done()
				together.Wait()
			}
			if word == "pass kill" {
				f.Close()
				close(died)
			}
			if n == 0 || word == "pass kill" {
				<-hold
			}
			return nil
		}
		w, err := f.Worker(t.Context(), dying, farm.WorkerOptions{Slots: len(rows), Rest: time.Millisecond})
		require.NoError(t, err)
		ended := make(chan struct{})
		go func() { defer close(ended); _ = w.Run(context.Background()) }()
		<-died
		t.Cleanup(func() { close(hold); <-ended })
	}
	work(t, a, e, 2)
	wg.Wait()
	same(t, rows[1:], &report.Report{Exercises: rep.Exercises[1:]})
	require.Equal(t, report.GraderError, rep.Exercises[0].Verdict)
	require.Contains(t, rep.Exercises[0].Message, "begun 3 times, after the first with nothing beside it")
}

// The server stops and comes back, with its store.
func TestServerGone(t *testing.T) { serverGone(t, false) }

// The server comes back without its store: with another disk, say.
func TestStoreGone(t *testing.T) { serverGone(t, true) }

func serverGone(t *testing.T, lost bool) {
	longtest.Skip(t, "it stops servers")
	t.Parallel()
	e := newEngine(t)
	store := t.TempDir()
	start := func(listen string) *queueserver.Server {
		s, err := queueserver.Start(queueserver.Options{Listen: listen, Store: store, MaxStore: 1 << 30, SyncEvery: time.Minute})
		require.NoError(t, err)
		return s
	}
	s := start("127.0.0.1:0")
	t.Cleanup(func() { s.Stop() }) // the last, after who is connected to it
	a := farm.Access{URL: s.URL()}
	l := limits()
	l.Lease = 2 * time.Second
	require.NoError(t, lay(t, a, e, l))
	half := make(chan struct{})
	var once sync.Once
	e.graded = func(string) {
		if e.count() >= 30 {
			once.Do(func() { close(half) })
		}
	}
	work(t, a, e, 2)
	rows := class(t, many(60)...)
	var rep *report.Report
	var wg sync.WaitGroup
	c := client(t, a, e)
	wg.Go(func() { rep = run(t, c, rows, 20) })
	<-half
	s.Stop()
	if lost {
		require.NoError(t, os.RemoveAll(store))
	}
	s = start(strings.TrimPrefix(a.URL, "nats://"))
	if lost {
		require.NoError(t, lay(t, a, e, l))
	}
	wg.Wait()
	same(t, rows, rep)
}

// A queue without room has the work wait at its client.
func TestFull(t *testing.T) {
	e := newEngine(t)
	l := limits()
	l.Waiting = 3
	a := serve(t, e, queueserver.Options{}, l)
	var told notebook
	c, err := open(t, a).Client(t.Context(), e, farm.ClientOptions{Look: time.Second, Tell: told.tell})
	require.NoError(t, err)
	rows := class(t, many(12)...)
	var rep *report.Report
	var wg sync.WaitGroup
	wg.Go(func() { rep = run(t, c, rows, 12) })
	require.Eventually(t, func() bool { return strings.Contains(told.String(), "the queue is full") }, time.Minute, 10*time.Millisecond)
	s, err := open(t, a).Status(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 3, s.Waiting)
	work(t, a, e, 1)
	wg.Wait()
	same(t, rows, rep)
}

// A server that stays away is an error, and none of the submission's.
func TestAway(t *testing.T) {
	longtest.Skip(t, "it waits for servers")
	e := newEngine(t)
	s, err := queueserver.Start(queueserver.Options{Listen: "127.0.0.1:0", Store: t.TempDir(), MaxStore: 1 << 30})
	require.NoError(t, err)
	a := farm.Access{URL: s.URL()}
	require.NoError(t, lay(t, a, e, limits()))
	c, err := open(t, a).Client(t.Context(), e, farm.ClientOptions{Look: time.Second, Patience: time.Millisecond})
	require.NoError(t, err)
	s.Stop()
	_, err = c.Grade(t.Context(), request(class(t, "pass")[0]), nil)
	require.ErrorContains(t, err, "the queue has not answered")

	_, err = farm.Open(t.Context(), a)
	require.ErrorContains(t, err, "connecting to nats://127.0.0.1")
}
