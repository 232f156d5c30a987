package echoes_test

import (
	"errors"
	"fmt"
	"net"
	"testing"

	"workbook/grader/check"
	echoes "workbook/solutions/03_echoes"
	"workbook/solutions/internal/echotest"
)

// failsOne lets Accept fail on one of two listeners, and closes the other later.
func failsOne(c *check.C, call *check.Call, failed, open *check.Listener, which, other string) {
	broken := &net.OpError{Op: "accept", Net: "tcp", Err: fmt.Errorf("too many open files on %s", which)}
	call.StillRunning("Nobody has come yet, and both listeners are open: wait for clients.")
	failed.FailAccept(broken)
	call.StillRunning("Accept failed on " + which + ", and " + other + " is open: Echoes returns when both have ended.")
	if open.Closed() {
		c.Failf("Accept failed on %s, and your code closed %s: when one listener ends, the other goes on.", which, other)
	}
	b := open.Dial("B")
	echotest.Exchange(c, b, echotest.Greeting(c, "B"), "B came to "+other+" after Accept failed on "+which+": when one listener ends, the other goes on.")
	b.Close()
	open.Close()
	endsWith(c, call, "Accept failed on "+which+", and "+other+" was closed later", broken)
}

func TestOneFails(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second, call := start(c)
		failsOne(c, call, first, second, "the first listener", "the second listener")
		first, second, call = start(c)
		failsOne(c, call, second, first, "the second listener", "the first listener")
		failsOfTwoCalls(c)

		for _, broken := range echotest.Failures() {
			for i := range 2 {
				one, two, call := start(c)
				failing, other := one, two
				if i == 1 {
					failing, other = two, one
				}
				c.Settle()
				other.Close()
				c.Settle()
				failing.FailAccept(broken)
				endsWith(c, call, fmt.Sprintf("One listener was closed, and then Accept failed on the other one with the error %q", broken), broken)
			}
		}
	})
}

// failsOfTwoCalls lets Accept fail in one of two calls, before the other begins.
func failsOfTwoCalls(c *check.C) {
	broken := errors.New("too many open files")
	first, second, call := start(c)
	c.Settle()
	first.FailAccept(broken)
	c.Settle()
	one, two, other := start(c)
	c.Settle()
	second.Close()
	endsWith(c, call, "Accept failed on the first listener, then Echoes was called for two others, and the second listener was closed", broken)
	one.Close()
	two.Close()
	endsQuietly(c, other, "Echoes was called twice, Accept failed in the other call, and both listeners of this one were closed")
}

func TestBothFail(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var one, twin error = errors.New("too many open files"), nil
		two := &net.OpError{Op: "accept", Net: "tcp", Err: errors.New("the network is down")}

		first, second, call := start(c)
		c.Settle()
		first.FailAccept(one)
		c.Settle()
		second.FailAccept(two)
		endsWith(c, call, "Accept failed on the first listener and then on the second", one, two)

		first, second, call = start(c)
		c.Settle()
		second.FailAccept(two)
		c.Settle()
		first.FailAccept(one)
		endsWith(c, call, "Accept failed on the second listener and then on the first", one, two)

		// Nobody holds the loops up: Echoes must not be faster than they are.
		for range 200 {
			first, second = c.Listen("a broken listener"), c.Listen("another broken listener")
			first.FailAccept(one)
			second.FailAccept(two)
			call = c.Go("Echoes", func() error { return echoes.Echoes(first, second) })
			endsWith(c, call, "Accept failed on both listeners at once", one, two)
		}

		lastInLine(c)

		// Two errors, though their words are the same.
		one, twin = errors.New("too many open files"), errors.New("too many open files")
		first, second, call = start(c)
		first.FailAccept(one)
		second.FailAccept(twin)
		endsWith(c, call, "Accept failed on both listeners, with two errors of the same words", one, twin)

		// Two listeners, though their addresses are the same.
		first, second = c.Listen("a listener without an address"), c.Listen("another listener without an address")
		call = c.Go("Echoes", func() error {
			return echoes.Echoes(echotest.Nameless{Listener: first}, echotest.Nameless{Listener: second})
		})
		first.FailAccept(one)
		second.FailAccept(two)
		endsWith(c, call, "Accept failed on both listeners, whose addresses are the same, as those of pipes are", one, two)

		// Two errors of a type that cannot be compared.
		first, second, call = start(c)
		first.FailAccept(troubles{one})
		second.FailAccept(troubles{twin})
		endsWith(c, call, "Accept failed on both listeners, with errors of a type that == cannot compare and that errors.Is can be asked about", one, twin)
	})
}

// troubles are several in one, and a slice, which == cannot compare with another.
type troubles []error

func (t troubles) Error() string   { return fmt.Sprint([]error(t)) }
func (t troubles) Unwrap() []error { return t }
