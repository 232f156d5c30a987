package check

import (
	"fmt"
	"net"

	"workbook/grader/report/outcome"
)

// A check may have several listeners of one name, one after the other or at the same time,
// and several clients. In moments each has a name of its own, "the listener #2", so that a
// picture can tell them apart.

// introduce gives a listener its address and its name in moments. Where a check has more than
// one, it is marked that they are open.
func (c *C) introduce(l *Listener) {
	c.mu.Lock()
	earlier := c.listeners
	c.listeners = append(c.listeners, l)
	l.addr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 7000 + len(c.listeners)}
	same := 0
	for _, e := range earlier {
		if e.name == l.name {
			same++
		}
	}
	l.lane = numbered(l.name, same+1)
	c.mu.Unlock()
	if len(earlier) == 1 && !earlier[0].Closed() {
		c.Mark(outcome.Listened, earlier[0].lane, "already open")
	}
	if len(earlier) > 0 {
		c.Mark(outcome.Listened, l.lane, "")
	}
}

// meet gives a client its name in moments: that of the one before it which was called the
// same, if that is gone.
func (c *C) meet(k *link) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k.number = 1
	if before := c.clients[k.name]; before != nil {
		k.number = before.number
		if before.look(func() bool { return !before.clientGone && !before.serverEnd && !before.reset }) {
			k.number++
		}
	}
	k.lane = numbered(k.name, k.number)
	if c.clients == nil {
		c.clients = make(map[string]*link)
	}
	c.clients[k.name] = k
}

func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s #%d", name, n)
}
