package outside_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check/internal/cases"
	"workbook/grader/check/outside"
	"workbook/grader/internal/wire"
	"workbook/grader/longtest"
	"workbook/grader/report/outcome"
)

func TestMain(m *testing.M) { outside.Main(m) }

type aCase struct {
	name    string // the second word is how the subject program goes wrong
	f       func(c *outside.C)
	verdict outcome.Verdict
	says    []string // parts of the message
	at      string   // marks a line of broken; empty: no position
	got     string   // part of what came back
	sent    string
}

func (tt aCase) check(t *testing.T, o cases.Outcome) {
	t.Helper()
	cases.Want{Verdict: tt.verdict, Says: tt.says, At: tt.at, Got: tt.got, Sent: tt.sent}.Check(t, tt.name, o)
}

const why = "Whoever speaks must be answered"

// Natively, with the program that the kit builds itself.
func TestOutside(t *testing.T) {
	outside.Run(t, outsideRight)
}

func outsideRight(c *outside.C) {
	s := c.Subject()
	a := s.Dial("A")
	b := s.Dial("B")
	big := c.Bytes(4 << 20)
	b.Send(big)
	b.Expect(big, "B must be answered")
	a.Send([]byte("hi"))
	a.CloseWrite()
	a.Expect([]byte("hi"), "A must be answered")
	a.ExpectEOF("A must be closed")
	a.AwaitEnd("A must be closed")
	b.Reset()
	d := s.Dial("D")
	d.Send([]byte("x"))
	d.Close()
	s.Alive("The program must survive a reset")
	s.CloseListener(0)
	require.NoError(c, s.Returns("The function must return"))
	code, stderr := s.Exit()
	require.Zero(c, code)
	require.Empty(c, stderr)
}

func spoken(c *outside.C) {
	s := c.Subject()
	s.Dial("A")
	b := s.Dial("B")
	b.Send([]byte("hello, you"))
	b.Expect([]byte("hello, you"), why)
	b.CloseWrite()
	b.ExpectEOF("B has finished")
	s.CloseListener(0)
	s.Returns("The function must return")
}

var outsideCases = []aCase{
	{name: "outside echo", f: outsideRight, verdict: outcome.Pass},
	{name: "outside many", f: func(c *outside.C) {
		n := c.Room(3000)
		if c.Room(1<<20) > 1<<20 || n < 1 || n > 3000 {
			c.Failf("There is room for %d", n)
		}
		s := c.Subject()
		clients := make([]*outside.Peer, n)
		for i := range clients {
			clients[i] = s.Dial(fmt.Sprint("client ", i+1))
		}
		for _, a := range clients {
			line := a.Line(1 + c.Rand().IntN(200))
			a.Send(line)
			a.Expect(line, a.Name()+" must be answered")
		}
		big := clients[n/2].Payload(32 << 20)
		clients[n/2].Send(big)
		clients[n/2].Expect(big, "32 MiB must come back")
		s.Alive("All are connected")
	}, verdict: outcome.Pass},
	{name: "outside two", f: func(c *outside.C) {
		s := c.Subject(outside.Listeners(2))
		for i := range 2 {
			p := s.DialTo(i, "P")
			p.Send([]byte("hi"))
			p.Expect([]byte("hi"), why)
		}
		s.CloseListener(1)
		s.Dial("Q").Close()
		s.Alive("The first listener goes on")
	}, verdict: outcome.Pass},
	{name: "outside echo lines", f: func(c *outside.C) {
		a := c.Subject().Dial("A")
		a.Send([]byte("one\n\nthr"))
		require.Equal(c, "one", a.ReadLine(why))
		require.Equal(c, "", a.ReadLine(why))
		a.Send([]byte("ee\nfour"))
		require.Equal(c, "three", a.ReadLine(why))
		a.Expect([]byte("four"), "What follows a line is left for the next")
		a.Send([]byte("no end"))
		a.CloseWrite()
		a.ReadLine(why)
	}, verdict: outcome.Fail, says: []string{why + ". The connection of A has ended instead (EOF)."}},
	{name: "outside silent lines", f: func(c *outside.C) {
		a := c.Subject().Dial("A")
		a.Send([]byte("hello\n"))
		a.ReadLine(why)
	}, verdict: outcome.Fail, at: "silent", says: []string{why + ".", " in io.Copy at "}},
	{name: "outside closed", f: func(c *outside.C) {
		s := c.Subject()
		s.CloseListener(0)
		err := s.Returns("The function must return")
		require.ErrorContains(c, err, "use of closed network connection")
		require.True(c, outside.Wraps(err, net.ErrClosed))
	}, verdict: outcome.Pass},
	{name: "outside silent", f: spoken, verdict: outcome.Fail, at: "silent",
		says: []string{why + ". Nothing came back to B. 2 goroutines wait in io.Copy at ", "; your function waits in Accept at "}, got: "nothing", sent: `"hello, you"`},
	{name: "outside wrong", f: spoken, verdict: outcome.Fail, says: []string{"What came back to B is not what was sent: byte 6 of 10 differs."}},
	{name: "outside early", f: spoken, verdict: outcome.Fail, says: []string{" and only 4 of 10 bytes came back."}, got: `"hell"`},
	{name: "outside open", f: spoken, verdict: outcome.Fail, at: "never closes", says: []string{"B has finished. The connection of B is still open."}},
	{name: "outside hangs", f: spoken, verdict: outcome.Fail, at: "hangs", says: []string{"Your function waits to receive from a channel at "}},
	{name: "outside spins", f: spoken, verdict: outcome.Fail, at: "spins", says: []string{"Your function runs at "}},
	{name: "outside panics", f: spoken, verdict: outcome.Crash, at: "panics later",
		says: []string{why + ".", "The whole program died at ", "(panic: a client sent h)."}},
	{name: "outside dives", f: spoken, verdict: outcome.Crash, at: "dives",
		says: []string{why + ".", "The whole program died at ", "(fatal error: stack overflow: a function calls itself without an end)."}},
	{name: "outside lets a task panic", f: spoken, verdict: outcome.Crash, at: "lets panic later",
		says: []string{why + ".", "A task that your code was given panicked, as it may, and your code, which called it at ", ", let the panic go on: the whole program died (panic: a task may)."}},
	{name: "outside fatal", f: spoken, verdict: outcome.Crash, says: []string{"The program ended by itself, with exit code 1."}},
	{name: "outside exits", f: spoken, verdict: outcome.Crash, says: []string{"The program ended by itself, with exit code 7."}},
	{name: "outside panics as asked", f: func(c *outside.C) {
		s := c.Subject()
		s.Dial("A").Send([]byte("x"))
		code, stderr := s.Exit()
		require.Equal(c, 2, code)
		require.Contains(c, stderr, "panic: a client sent x")
	}, verdict: outcome.Pass},
	{name: "outside held", f: func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		a.Send([]byte("x"))
		a.Expect([]byte("x"), why)
		began := time.Now()
		s.Alive("The panic is held")
		if took := time.Since(began); took > 4*time.Second { // of the five that Alive has
			c.Failf("It took %v to see that the program lives", took)
		}
		a.Send([]byte("y"))
		code, _ := s.Exit()
		require.Equal(c, 2, code)
	}, verdict: outcome.Pass},
	{name: "outside is not there", f: func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		a.Send([]byte("x"))
		a.AwaitEnd("A must be closed")
		s.Alive("A panic in a connection must not end the program")
	}, verdict: outcome.Crash, at: "panics later", says: []string{"A panic in a connection must not end the program. The whole program died at "}},
	{name: "outside prints", f: func(c *outside.C) {
		s := c.Subject()
		a := s.Dial("A")
		a.Send([]byte("x"))
		a.Expect([]byte("x"), why)
		c.Failf("Look at the output")
	}, verdict: outcome.Fail, says: []string{"Look at the output."}},
	{name: "outside returns", f: spoken, verdict: outcome.Fail,
		says: []string{why + `. Nothing came back to B. Your function has returned the error "I am done".`}},
	{name: "outside never reads", f: func(c *outside.C) {
		b := c.Subject().Dial("B")
		big := c.Bytes(32 << 20) // more than the system's buffers hold
		b.Send(big)
		b.Expect(big, why)
	}, verdict: outcome.Fail, at: "silent", says: []string{why + ". Nothing came back to B."}, got: "nothing"},
	{name: "outside breaks at first", f: spoken, verdict: outcome.Crash, at: "breaks at first",
		says: []string{"must come to listen.", "The whole program died at ", "(panic: not today)."}},
	{name: "outside sleeps at first", f: spoken, verdict: outcome.Timeout, at: "sleeps at first",
		says: []string{"package-level variables run, and nothing else of yours.", "sleeps in time.Sleep at "}},
	{name: "outside fails on another goroutine", f: func(c *outside.C) {
		go c.Failf("seen elsewhere")
		select {}
	}, verdict: outcome.Fail, says: []string{"seen elsewhere."}},
}

// subjects builds the subject program once.
var subjects = sync.OnceValues(func() (string, error) { return outside.BuildSubject() })

// TestInProcess is the other process.
func TestInProcess(t *testing.T) {
	cases.Skip(t)
	for _, tt := range outsideCases {
		t.Run(tt.name, func(t *testing.T) { outside.Run(t, tt.f) })
	}
}

func TestOutsideCases(t *testing.T) {
	program, err := subjects()
	require.NoError(t, err)
	for _, tt := range outsideCases {
		t.Run(tt.name, func(t *testing.T) {
			longtest.Turn(t)
			t.Parallel()
			// The program's name says how it goes wrong.
			mode := strings.Fields(tt.name)[1]
			switch tt.name {
			case "outside closed", "outside never reads":
				mode = "silent"
			case "outside is not there":
				mode = "panics"
			}
			own := filepath.Join(t.TempDir(), mode+filepath.Ext(program))
			copyFile(t, program, own)
			env := []string{wire.SubjectEnv + "=" + own}
			switch mode {
			case "open", "hangs", "spins":
				env = append(env, "CHECK_TEST_PATIENCE=500ms")
			case "sleeps":
				env = append(env, "CHECK_TEST_PATIENCE_START=500ms")
			}
			o := cases.Rerun(t, tt.name, 1, env...)
			tt.check(t, o)
			if mode == "prints" {
				require.Contains(t, o.Records[0].Output, "a line to stdout\n")
				require.Contains(t, o.Records[0].Output, "a line to stderr\n")
			}
		})
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, b, 0o700))
}
