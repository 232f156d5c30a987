package capstone_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	capstone "workbook/solutions/17_capstone"

	"workbook/grader/check"
	"workbook/solutions/internal/nettest"
)

func TestEchoes(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 3)
		a := s.ln.Dial("A")
		s.says(a, "A has sent a line: call reply with it and write what reply returns.")
		b := s.ln.Dial("B")
		s.says(b, "B came while A is connected and silent: serve each connection on a goroutine of its own.")
		for range 3 {
			s.says(a, "A has sent another line: answer lines until there are no more.")
			s.says(b, "B has sent another line: answer lines until there are no more.")
		}
		a.CloseWrite()
		s.ends(a, "A is done, and the service reads EOF")
		s.says(b, "A has left, and B is still there.")
		b.Close()
		b.AwaitServerClosed("B has gone: close its connection.")
		s.says(s.ln.Dial("C"), "A and B have left, and C has come.")
		s.call.StillRunning("Nobody has called Shutdown, and the listener is open: accept more connections.")
	})
}

func TestAnyLine(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 1)
		long := strings.Repeat(fmt.Sprintf("%016x%%d", c.Rand().Uint64()), 4_000)
		longer := strings.Repeat(long, 15) + strings.Repeat("x", c.Rand().IntN(1000)) // more than a MiB, which is what people take for large enough
		for _, v := range []struct{ what, sent, want string }{
			{"an empty line", "\n", "<\n"},
			{"three empty lines", "\n\n\n", "<\n<\n<\n"},
			{"a line that ends with \\r\\n, of which \\r belongs to the line", "dos\r\n", "<dos\r\n"},
			{"a line with spaces on both ends", "  \t x \t\n", "<  \t x \t\n"},
			{"bytes that are no text", "\x00\xff\xfe%s%n\x04\n", "<\x00\xff\xfe%s%n\x04\n"},
			{fmt.Sprintf("a line of %d bytes", len(long)+1), long + "\n", "<" + long + "\n"},
			{fmt.Sprintf("a line of %d bytes", len(longer)+1), longer + "\n", "<" + longer + "\n"},
			{fmt.Sprintf("a last line of %d bytes without a newline", len(long)), "a\n" + long, "<a\n<" + long},
			{fmt.Sprintf("30 lines of %d bytes", len(long)/10+1), strings.Repeat(long[:len(long)/10]+"\n", 30), strings.Repeat("<"+long[:len(long)/10]+"\n", 30)},
			{"a last line without a newline", "a\nb", "<a\n<b"},
			{"a line whose answer is empty", "drop it\nx\n", "<x\n"},
			{"a line whose answer is two lines", "twice\n", "twice\ntwice\n"},
			{"nothing", "", ""},
		} {
			before := s.replied()
			a := s.ln.Dial("a client that sends " + v.what)
			a.Send([]byte(v.sent))
			a.CloseWrite()
			a.Expect([]byte(v.want), "A client sent "+v.what+". Call reply with each line as it came, with its newline, and with what stands before EOF, which has none. Write exactly what reply returns.")
			s.ends(a, "A client sent "+v.what+", and then EOF")
			want := strings.Count(v.sent, "\n")
			if v.sent != "" && !strings.HasSuffix(v.sent, "\n") {
				want++
			}
			if got := s.replied() - before; got != want {
				c.Fail(check.Mistake{
					Message: "A client sent " + v.what + ", and reply was called for something else. Call it once for each line: EOF with nothing before it is no line",
					Got:     fmt.Sprintf("%d calls", got), Expected: fmt.Sprintf("%d calls", want),
				})
			}
		}
	})
}

func TestAnswersInTurn(t *testing.T) {
	run(t, func(c *check.C) {
		s := start(c, 2)
		a, first, last := s.ln.Dial("A"), word(c), word(c)
		a.Send([]byte(first + "wait\n" + last))
		a.Expect([]byte(answer(first)), "A sent three lines at once, and reply is busy with the second one: the answer to the first one must be written before that, not kept in a buffer.")
		s.work.Arrived(1, "A's second line has come: call reply with it.")
		c.Settle()
		if n := s.replied(); n > 2 {
			c.Failf("A sent three lines at once, reply is busy with the second one, and was called for the third one. Lines of one connection take their turn: reply, write, and only then the next")
		}
		a.ExpectNothing("Reply is busy with A's second line, so that there is nothing to write yet.")
		b := s.ln.Dial("B")
		s.says(b, "Reply is busy with a line of A's, and B's line must be answered meanwhile: no lock may be held while reply is at work.")
		s.work.Open()
		a.Expect([]byte(answer("wait\n")+answer(last)), "Reply is done with A's second line: the answers come in the order of the lines.")
	})
}

func TestBrokenClient(t *testing.T) {
	run(t, func(c *check.C) {
		s := build(c, 1)
		s.tap.Raw = true
		broken := errors.New("the network is down")
		ends := map[byte]error{'!': broken, '.': io.EOF} // that come with the byte
		s.tap.Last = func(b []byte) error { return ends[b[len(b)-1]] }
		var hitch atomic.Pointer[error]
		s.tap.Fails = func() error {
			if err := hitch.Swap(nil); err != nil {
				return *err
			}
			return nil
		}
		s.serve()
		s.endsWithBytes("half!", "", broken)
		s.endsWithBytes("rest.", answer("rest."), io.EOF)

		halves := s.halves(broken)
		silences := []error{broken, io.EOF, context.Canceled, errors.New("")}
		for _, err := range silences {
			b := s.ln.Dial("B")
			s.says(b, "Reading from A failed, there is one slot, and it is B's turn.")
			b.FailWrites(err)
			before := s.replied()
			b.Send([]byte("x\ny\nz\n"))
			b.AwaitServerClosed(fmt.Sprintf("Writing to B failed with %q: close its connection, whatever the error.", err))
			c.Settle()
			if n := s.replied() - before; n > 1 {
				c.Failf("Writing the first of three answers to B failed with %q, and reply was called for the next line. Nobody will read that answer: end the connection when a write fails", err)
			}
		}

		stumbles := s.stumbles(&hitch)
		d := s.ln.Dial("C")
		s.says(d, "Writing to B failed, there is one slot, and it is C's turn.")
		d.Reset()
		d.AwaitServerClosed("C broke its connection: close it.")
		s.says(s.ln.Dial("D"), "C broke its connection, there is one slot, and it is D's turn.")
		s.shows(capstone.Stats{Open: 1, Over: halves + len(silences) + stumbles + 3, Lines: halves + len(silences) + stumbles + 7}, "Some clients were answered one line each, then their connections broke, and one more was answered, too")
		s.log.has(c, 0, "Connections broke, which is daily business")
	})
}

// halves has clients come whose Reads fail when they have sent half a line, and says how many
// they were. Each is answered one line before that.
func (s *service) halves(broken error) int {
	errs := []error{
		broken,
		io.ErrUnexpectedEOF,
		io.ErrClosedPipe,
		net.ErrClosed,
		errors.New(io.EOF.Error()), // which has the words
		os.ErrDeadlineExceeded,
		context.Canceled,
		errors.New(""),
	}
	for _, err := range errs {
		a := s.ln.Dial("A")
		s.says(a, "A comes first.")
		a.Send([]byte("half a line"))
		s.c.Settle()
		before := s.replied()
		a.FailReads(err)
		a.AwaitServerClosed("Reading from A failed: close its connection.")
		s.c.Settle()
		if s.replied() > before {
			s.c.Failf("Reading from A failed with %q, which is not io.EOF, in the middle of a line, and reply was called with the half that had come. A half is a line only before io.EOF, where the client has said that this is all. Otherwise it is a command that was cut off, and nobody meant it", err)
		}
	}
	return len(errs)
}

// stumbles has clients come to whom one Write fails, after which others would do, and says how
// many they were. Each is answered one line before that.
func (s *service) stumbles(hitch *atomic.Pointer[error]) int {
	errs := []error{
		nettest.Passing{},
		&net.OpError{Op: "write", Net: "tcp", Err: nettest.Passing{}},
		errors.New("the network was down"),
	}
	for _, err := range errs {
		a := s.ln.Dial("A")
		s.says(a, "Writing to the client before failed, there is one slot, and it is A's turn.")
		before := s.replied()
		hitch.Store(&err)
		a.Send([]byte("x\ny\n"))
		why := fmt.Sprintf("A Write to A failed once, with %q, and took no byte. The connection ends when a Write fails, also when the error says of itself that it will not last", err)
		a.ExpectEOF(why + ": do not write again, and close the connection.")
		a.AwaitServerClosed(why + ": close the connection.")
		s.c.Settle()
		if n := s.replied() - before; n > 1 {
			s.c.Failf("%s, and reply was called for the next line", why)
		}
	}
	return len(errs)
}

// endsWithBytes has a client send two lines, the first of which keeps reply busy, and then
// last, whose last byte a Read gives together with err. In the end it expects the answers
// to the lines and to what is left.
func (s *service) endsWithBytes(last, toLast string, err error) {
	a, second := s.ln.Dial("A"), word(s.c)
	a.Send([]byte("wait\n" + second + last))
	s.work.Arrived(1, "A's first line has come: call reply with it.")
	s.c.Settle()
	s.work.Open()
	a.Expect([]byte(answer("wait\n")+answer(second)+toLast), fmt.Sprintf("A sent two lines and %q, and the Read that gave the last byte said %q along with it. A Read may give bytes and an error at once: use the bytes first. A line that came whole is answered, whatever ends the connection then.", last, err))
	s.ends(a, fmt.Sprintf("A sent two lines and %q, and the Read that gave the last byte said %q along with it", last, err))
}
