package demo

import (
	"bufio"
	"context"
	"io"
	"sync"
)

// A crowd is the clients of a service, which come one by one.
type crowd struct {
	r    *recorder
	s    *service
	over sync.WaitGroup

	mu      sync.Mutex
	waiting int // outside
	// What became of them:
	mostWaited, whole, panicked, cut, refused int
}

// waits is how many wait outside.
func (c *crowd) waits() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.waiting
}

// send sends a client. One of them asks for what the service panics of, and another one asks
// on and on.
func (c *crowd) send(ctx context.Context, i, of int) {
	l := c.r.lane(clientName(i))
	l.is(Waiting)
	c.wait(1)
	c.over.Go(func() { c.client(ctx, l, i == of/4, i == of/2) })
}

func (c *crowd) wait(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting += n
	c.mostWaited = max(c.mostWaited, c.waiting)
}

// client waits until it is served, and asks for lines.
func (c *crowd) client(ctx context.Context, l *lane, panics, talks bool) {
	conn, hangUp, err := dial(ctx, c.s.ln.Addr().String())
	if err == nil {
		defer hangUp()
		got := []byte{0}
		_, err = io.ReadFull(conn, got)
	}
	c.wait(-1)
	if err != nil {
		c.count(&c.refused)
		l.lost(c.r.words.T("sent away"))
		return
	}
	l.is(Served)
	a := &asker{lane: l, words: c.r.words, conn: conn, lines: bufio.NewReader(conn)}
	if talks {
		l.note(c.r.words.T("talks on"))
	}
	for n := 0; n < visitLine || talks; n++ {
		line := "hello"
		if panics && n == visitLine/2 {
			c.r.mark(c.r.words.T("panic"))
			line = fatal
		}
		if err := a.ask(line); err != nil {
			c.lose(l, n, line == fatal, talks)
			return
		}
	}
	c.count(&c.whole)
	l.ends()
}

// lose notes how a client has lost its connection, after some lines.
func (c *crowd) lose(l *lane, lines int, panics, talks bool) {
	fate, note := &c.cut, c.r.words.T("cut: %d of %d lines came", lines, visitLine)
	switch {
	case panics:
		fate, note = &c.panicked, c.r.words.T("panics")
	case talks:
		note = c.r.words.T("talks on, until it is cut")
	}
	c.count(fate)
	l.lost(note)
}

func (c *crowd) count(n *int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*n++
}
