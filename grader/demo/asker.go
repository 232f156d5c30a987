package demo

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"time"

	"workbook/grader/report"
)

// An asker is a client that asks several times over one connection. After the first error it
// asks no more.
type asker struct {
	lane   *lane
	words  report.Words
	conn   net.Conn
	lines  *bufio.Reader
	hangUp func()
	err    error
}

// rounds asks some times, with a pause before each.
func (a *asker) rounds(ctx context.Context, addr string, pace time.Duration) {
	if a.conn == nil && a.err == nil {
		a.lane.is(Waiting)
		if a.conn, a.hangUp, a.err = dial(ctx, addr); a.err == nil {
			a.lines = bufio.NewReader(a.conn)
		}
	}
	for range rounds {
		if a.err == nil {
			a.err = pause(ctx, pace)
		}
		if a.err == nil {
			a.lane.is(Served)
			a.err = a.ask("hello")
			a.lane.is(Waiting)
		}
	}
	if a.err != nil {
		a.lane.lost(reason(a.words, a.err))
	}
}

func (a *asker) ask(line string) error {
	if _, err := fmt.Fprintln(a.conn, line); err != nil {
		return err
	}
	_, err := a.lines.ReadString('\n')
	return err
}

// crash asks for the panic, and waits until the connection is closed.
func (a *asker) crash() {
	if a.err == nil {
		a.lane.is(Served)
		a.err = a.ask(fatal)
		a.lane.lost(a.words.T("panics"))
	}
	if a.hangUp != nil {
		a.hangUp()
	}
}

// finish hangs up, and reports whether every answer came.
func (a *asker) finish() bool {
	if a.hangUp != nil {
		a.hangUp()
	}
	if a.err != nil {
		return false
	}
	a.lane.ends()
	return true
}
