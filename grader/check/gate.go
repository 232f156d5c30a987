package check

import (
	"fmt"
	"sync"

	"workbook/grader/check/internal/kit"
)

// A Gate parks goroutines until the check opens it.
type Gate struct {
	c    *C
	name string
	open chan struct{}
	once sync.Once

	mu      sync.Mutex
	arrived int
}

// Gate gives a closed gate. The name is for messages.
func (c *C) Gate(name string) *Gate {
	c.alive()
	g := &Gate{c: c, name: name, open: make(chan struct{})}
	c.base.AtEnd(g.opens)
	return g
}

// Wait parks the caller until the gate is opened. It is for tasks that the
// learner's code runs.
func (g *Gate) Wait() {
	g.mu.Lock()
	g.arrived++
	g.mu.Unlock()
	g.c.happened()
	<-g.open
}

// Open lets everybody pass, from now on. It may be called more than once.
func (g *Gate) Open() {
	g.c.alive()
	g.opens()
}

func (g *Gate) opens() {
	g.once.Do(func() {
		close(g.open)
		g.c.happened()
	})
}

// Count is how many have come to the gate so far.
func (g *Gate) Count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.arrived
}

// Arrived waits until n have come to the gate, and fails the check with the
// sentence when they never do.
func (g *Gate) Arrived(n int, why string) {
	g.c.alive()
	if !g.c.want(why, func() bool { return g.Count() >= n }) {
		came := "Nobody"
		if g.Count() > 0 {
			came = fmt.Sprintf("%d of %d", g.Count(), n)
		}
		g.c.never(Mistake{Message: fmt.Sprintf("%s %s came to %s.", kit.Sentence(why), came, g.name)})
	}
}

// A Barrier lets nobody pass before all have come: only code that runs all of
// its tasks at the same time gets past it.
type Barrier struct {
	gate *Gate
	n    int
}

// Barrier gives a barrier for n tasks.
func (c *C) Barrier(n int) *Barrier {
	return &Barrier{gate: c.Gate("the barrier"), n: n}
}

// Arrive waits until all n tasks have arrived.
func (b *Barrier) Arrive() {
	b.gate.mu.Lock()
	b.gate.arrived++
	all := b.gate.arrived >= b.n
	b.gate.mu.Unlock()
	if all {
		b.gate.opens()
	}
	b.gate.c.happened()
	<-b.gate.open
}

// Count is how many have arrived so far.
func (b *Barrier) Count() int { return b.gate.Count() }

// All waits until all n tasks have arrived, and fails the check with the sentence
// when they cannot all be there at the same time.
func (b *Barrier) All(why string) {
	b.gate.c.alive()
	if !b.gate.c.want(why, func() bool { return b.Count() >= b.n }) {
		b.gate.c.never(Mistake{Message: fmt.Sprintf("%s Only %d of %d run at the same time.", kit.Sentence(why), b.Count(), b.n)})
	}
}
