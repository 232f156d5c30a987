package echotest

import (
	"bytes"
	"fmt"

	"workbook/grader/check"
	"workbook/solutions/internal/pausetest"
)

// Words sends what some programs take for a command, and each byte for itself.
func Words(c *check.C, a *check.Conn) {
	for _, word := range []string{"quit", "exit", "bye", "close", "stop", "QUIT", "end", "q", ".", "/quit", "EOF", "\x04", "\x1b[A"} {
		for _, end := range []string{"\n", "\r\n", ""} {
			Exchange(c, a, []byte(word+end), fmt.Sprintf("%s sent %q, which is no more than some bytes to be echoed: no word of the client's is a command, and its connection stays open until its EOF.", a.Name(), word+end))
		}
	}
	for _, b := range EveryByte() {
		Exchange(c, a, []byte{b}, fmt.Sprintf("%s sent the byte %#02x alone: no value of a byte has a meaning to an echo.", a.Name(), b))
	}
}

// Sizes sends pieces as big as the buffers that people choose, one byte less, and
// one more: a full buffer is no reason to wait for the rest.
func Sizes(c *check.C, a *check.Conn) {
	largest := c.Amount(1<<17, 1<<12)
	all := a.Payload(largest + 1)
	for size := 1; size <= largest; size *= 2 {
		for _, n := range []int{size - 1, size, size + 1} {
			if n > 0 {
				Exchange(c, a, all[:n], fmt.Sprintf("%s sent %d bytes and waits for them, with the connection open: bytes must come back as soon as they arrive, also when they just fill a buffer of yours.", a.Name(), n))
			}
		}
	}
}

// Often sends a byte as often as no count of yours should go.
func Often(c *check.C, a *check.Conn) {
	b := []byte{0}
	for i := range c.Amount(11_000, 200) {
		b[0] = byte(i)
		Exchange(c, a, b, fmt.Sprintf("%s sent one byte, for the %s time: go on until its EOF, however often it says something.", a.Name(), Ordinal(i+1)))
	}
}

// Stream sends 11 MiB in all, a MiB at a time; the first two without a newline. Outside
// checks send more, where a byte costs less. A server that takes a few bytes at a time is
// right, and gets 2 MiB. Much or little makes no difference to luck: where what has passed
// runs again, it is 128 KiB.
func Stream(c *check.C, a *check.Conn) {
	const kib = 1 << 10
	size := c.Amount(1024, 64) * kib
	block := a.Payload(size)
	line := bytes.ReplaceAll(block, []byte{'\n'}, []byte{' '})
	before := a.ReadCalls()
	Exchange(c, a, append(line, line...), fmt.Sprintf("%s sent %d KiB in one piece and without a newline: a stream has no lines, and no buffer of yours may be the limit.", a.Name(), 2*size/kib))
	if a.ReadCalls()-before > 2*size/64 {
		return
	}
	for i := range c.Amount(9, 0) {
		copy(block[c.Rand().IntN(size-64):], fmt.Sprintf(" MiB %d ", i+3)) // so that no two are the same
		Exchange(c, a, block, fmt.Sprintf("%s has sent %d MiB by now, and has everything back but the last MiB: any amount must come back, without a limit.", a.Name(), i+3))
	}
}

// ManyPieces has a client that does not read send many small pieces, each of which the server
// can read before the next comes; then the client takes all.
func ManyPieces(c *check.C, a *check.Conn) {
	n := c.Amount(300, 40)
	a.StopReading()
	sent := a.Payload(check.DefaultBuffer + 1<<10)
	a.Send(sent)
	c.Settle() // the server waits in Write
	for range n {
		piece := a.Payload(20)
		a.Send(piece)
		c.Settle()
		sent = append(sent, piece...)
	}
	a.CloseWrite()
	a.Expect(sent, fmt.Sprintf("%s did not read while it sent %d small pieces, and reads now: it must get back every byte. What cannot be written yet must wait, and may not be dropped.", a.Name(), n))
	a.ExpectEOF(a.Name() + " is done and has everything back: close its connection.")
}

// SlowReader has clients send more than the connection holds and take little of it,
// now and then, for up to two hundred years; then each takes everything, and is to be
// closed.
func SlowReader(c *check.C, clients ...*check.Conn) {
	const piece = 4096
	sent := make([][]byte, len(clients))
	for i, a := range clients {
		sent[i] = a.Payload(c.Amount(1<<20, 1<<17) + 100)
		a.StopReading()
		a.Send(sent[i])
		a.CloseWrite()
	}
	pausetest.Idle(c, func(pause string) {
		for i, a := range clients {
			a.Expect(sent[i][:piece], fmt.Sprintf("%s sent more than the connection holds, and takes a little of it now and then, this time after %s: a slow reader must get every byte, and there is no time limit on writing to it.", a.Name(), pause))
			sent[i] = sent[i][piece:]
		}
	})
	for i, a := range clients {
		a.ResumeReading()
		a.Expect(sent[i], a.Name()+" sent much, finished sending, and reads slowly: a slow reader must get every byte before its connection is closed.")
		a.ExpectEOF(a.Name() + " is done and has everything back: close its connection.")
	}
}
