package kit

import (
	"bytes"
	"fmt"
	"strconv"
)

// A payload says whose it is and where: it is cut into stretches, each of which
// begins with the name of the client and its offset in all that the client has been
// given to send, "A-000064 ". So bytes in the wrong hands, twice, or not at all,
// can be seen for what they are; see [Check.stray].

// stretch is the length of what one label is for. Two of them are shown of bytes
// that differ.
const stretch = shown / 2

// maxLabel bounds a client's name in a label.
const maxLabel = 12

// hard are the bytes that break code which takes bytes for text or lines. The
// newline is the first.
var hard = []byte{'\n', 0, '%', 0xff, '\r', 0x04}

// given is what a client was given to send.
type given struct {
	n     int
	bytes []byte // all of it, or nothing when it was too much to keep
}

// maxGiven is how much is kept of what all clients of a check were given.
const maxGiven = 8 << 20

// Payload gives n bytes for the client called who: random ones with labels, which
// say whose they are and where they belong in all that Payload and [Check.Line] have
// given for that name. From n = 64 on they hold what [Check.Bytes] has from 8 on; they
// neither begin nor end with a newline. What is shorter than a label has none.
func (c *Check) Payload(who string, n int) []byte {
	return c.labelled(who, n, hard, func([]byte) {})
}

// Line is a payload of n bytes that is a line: it ends with its only newline.
func (c *Check) Line(who string, n int) []byte {
	return c.labelled(who, n, hard[1:], func(b []byte) {
		if n == 0 {
			return
		}
		for i := range b[:n-1] {
			if b[i] == '\n' {
				b[i] = '%'
			}
		}
		b[n-1] = '\n'
	})
}

// labelled makes a payload with the special bytes, and notes it as given when last
// has seen it.
func (c *Check) labelled(who string, n int, special []byte, last func([]byte)) []byte {
	b := c.Bytes(n)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.given == nil {
		c.given = make(map[string]*given)
	}
	g := c.given[who]
	if g == nil {
		g = &given{}
		c.given[who] = g
	}
	var label []byte
	for at := 0; at < n; at += stretch {
		label = appendLabel(label[:0], who, g.n+at)
		if len(label) < n-at { // a byte at least is left to be random
			copy(b[at:], label)
		}
	}
	if whole := n / stretch; whole > 1 { // the labels may have taken what Bytes saw to
		const room = stretch - maxLabel - 12 // what is surely behind each label
		part, turn := max(whole/len(special), 1), c.rng.IntN(room)
		for i, s := range special {
			which := (i*part + c.rng.IntN(part)) % whole
			b[which*stretch+stretch-1-(i+turn)%room] = s
		}
		if b[n-1] == '\n' {
			b[n-1] = 'z'
		}
	}
	last(b)
	if c.kept+n <= maxGiven && len(g.bytes) == g.n {
		g.bytes = append(g.bytes, b...)
		c.kept += n
	}
	g.n += n
	return b
}

// appendLabel appends "A-000064 ". There are many, and fmt would take longer over them
// than all the rest of a check.
func appendLabel(b []byte, who string, at int) []byte {
	b = append(append(b, short(who)...), '-')
	for least := 100_000; least > at && least > 1; least /= 10 {
		b = append(b, '0')
	}
	return append(strconv.AppendInt(b, int64(at), 10), ' ')
}

// short is a client's name as labels have it.
func short(who string) string { return who[:min(len(who), maxLabel)] }

// stray says, as a sentence or not at all, where the byte at an offset of got comes
// from, which should have been the one of want. Both are for a client called who.
func (c *Check) stray(who string, got, want []byte, at int) string {
	here, ok := c.origin(got, at)
	if !ok {
		return ""
	}
	if here.who != who {
		return fmt.Sprintf(" It is byte %s of what %s sent: one client's bytes are in another one's hands, as they are when goroutines share a buffer or a variable.",
			Count(here.at+1), here.who)
	}
	there, ok := c.origin(want, at)
	switch {
	case !ok || there.who != who || there.at == here.at:
		return ""
	case here.at > there.at:
		return fmt.Sprintf(" In its place came what %s sent %s later: bytes were left out, or a buffer was read into while it was still being written from.", who, CountOf(here.at-there.at, "byte"))
	}
	return fmt.Sprintf(" In its place came what %s had sent %s before: bytes came twice, or a buffer was read into while it was still being written from.",
		who, CountOf(there.at-here.at, "byte"))
}

// An origin is a place in what a client was given to send.
type origin struct {
	who string
	at  int
}

// A numbered is what may be a label without its name: "-000064 ".
type numbered struct{ dash, n int }

// labels finds them all.
func labels(b []byte) []numbered {
	var found []numbered
	for i := 0; i < len(b); i++ {
		if b[i] != '-' {
			continue
		}
		end := i + 1
		for end < len(b) && '0' <= b[end] && b[end] <= '9' {
			end++
		}
		if digits := end - i - 1; digits < 6 || digits > 10 || end == len(b) || b[end] != ' ' {
			continue
		}
		if n, err := strconv.Atoi(string(b[i+1 : end])); err == nil {
			found = append(found, numbered{i, n})
		}
		i = end
	}
	return found
}

// origin finds out which byte of whom b[at] is, by the nearest label before it, or
// else after it.
func (c *Check) origin(b []byte, at int) (origin, bool) {
	if at >= len(b) {
		return origin{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	from := max(at-stretch-maxLabel, 0)
	near := b[from:min(at+2*stretch, len(b))]
	var found origin
	ok := false
	for _, l := range labels(near) {
		who, known := c.namedLocked(near[:l.dash])
		if !known {
			continue
		}
		start := from + l.dash - len(short(who))
		o := origin{who, l.n + at - start}
		if c.isLocked(o, b[at:min(at+4, len(b))], start <= at) && (start <= at || !ok) {
			found, ok = o, true
		}
	}
	return found, ok
}

// namedLocked gives the client with the longest name that b ends with.
func (c *Check) namedLocked(b []byte) (name string, ok bool) {
	for who := range c.given {
		if bytes.HasSuffix(b, []byte(short(who))) && (!ok || len(who) > len(name)) {
			name, ok = who, true
		}
	}
	return name, ok
}

// isLocked reports whether b is what a client was given at that place; or probably,
// when too much was given to know.
func (c *Check) isLocked(o origin, b []byte, probably bool) bool {
	g := c.given[o.who]
	if o.at < 0 || o.at >= g.n {
		return false
	}
	if len(g.bytes) < g.n {
		return probably
	}
	return bytes.HasPrefix(g.bytes[o.at:], b[:min(len(b), g.n-o.at)])
}

// Differs says which byte of got, which came to who, is not the one of want, and
// whose it is.
func (c *Check) Differs(why, who string, got, want []byte) string {
	at := Difference(got, want)
	return fmt.Sprintf("%s What came back to %s is not what was sent: byte %s of %s differs.%s",
		Sentence(why), who, Count(at+1), Count(len(want)), c.stray(who, got, want, at))
}
