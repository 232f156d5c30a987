package point

import "sync"

// A gate holds one goroutine until it is opened. It is a lock, because synctest takes
// nobody for resting who waits for one: the bubble's clock stands meanwhile. And who waits
// for a lock costs nothing, where one that yields again and again costs a turn each time,
// and a switch of threads if it is locked to its own.
type gate struct {
	lock  sync.Mutex // always held, but by nobody in particular
	waits bool
}

// wait returns when the gate has been opened.
func (g *gate) wait() {
	g.waits = true
	g.lock.Lock()
}

// open lets go on who waits, if somebody does.
func (g *gate) open() {
	if g.waits {
		g.waits = false
		g.lock.Unlock()
	}
}
