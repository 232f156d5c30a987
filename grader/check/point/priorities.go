package point

import "math/rand/v2"

// priorities has the goroutine with the highest priority go on. Each has a random one
// from the time when it first comes to a choice.
type priorities struct {
	rng    *rand.Rand
	of     [tableSize]ranked
	filled int       // entries that are taken
	newest goroutine // of those that have one, who was made last
	lowest int64
	stayed int // how often the same one was chosen
}

type ranked struct {
	goroutine goroutine
	priority  int64
}

const (
	// tableSize bounds the goroutines that have a priority of their own.
	tableSize = 1 << 10
	// patience is how often in a row one goroutine is chosen: a loop that asks again and
	// again must not keep from running what it waits for.
	patience = 1000
)

func (p *priorities) highest(s *schedule) int {
	best, highest := 0, p.rank(s.waiting[0].goroutine).priority
	for i := 1; i < s.count; i++ {
		if priority := p.rank(s.waiting[i].goroutine).priority; priority > highest {
			best, highest = i, priority
		}
	}
	return best
}

// fall puts a goroutine below all others.
func (p *priorities) fall(g goroutine) {
	p.stayed = 0
	p.lowest--
	p.rank(g).priority = p.lowest
}

// tired reports whether a goroutine that would go on has done so for too long.
func (p *priorities) tired(s *schedule, g goroutine) bool {
	if g != s.last {
		p.stayed = 0
		return false
	}
	p.stayed++
	return p.stayed > patience
}

// random is a priority above all of those that fell.
func (p *priorities) random() int64 { return 1 + p.rng.Int64N(1<<40) }

// rank finds the entry of a goroutine, or makes it. Those that come to a choice for the
// first time do so in the order in which they wait, which is always the same. For whom
// there is no room shares one with somebody else.
func (p *priorities) rank(g goroutine) *ranked {
	home := uint64(g) % tableSize
	if p.filled == tableSize && g > p.newest { // as all that come after a thousand are
		return &p.of[home]
	}
	for i := range uint64(tableSize) {
		e := &p.of[(home+i)%tableSize]
		if e.goroutine == 0 {
			*e = ranked{g, p.random()}
			p.filled++
			p.newest = max(p.newest, g)
		}
		if e.goroutine == g {
			return e
		}
	}
	return &p.of[home]
}

// pct is Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with
// Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010). At a few steps that are chosen
// beforehand whoever would run falls below all others. A bug that needs d events in one
// order is found with a chance of at least 1/(n*k^(d-1)), where n is the number of
// goroutines and k that of steps.
//
// The paper knows k. Here the steps are chosen from a range whose size is random, so
// that a short run has its share as well as a long one.
type pct struct {
	priorities
	falls [4]int // the steps, from 1
}

func newPCT(rng *rand.Rand, depth int) *pct {
	p := &pct{priorities: priorities{rng: rng}}
	chooseSteps(rng, p.falls[:min(depth-1, len(p.falls))])
	return p
}

// chooseSteps chooses steps, each from a range of a size of its own.
func chooseSteps(rng *rand.Rand, steps []int) {
	for i := range steps {
		steps[i] = 1 + rng.IntN(8<<rng.IntN(8))
	}
}

func (p *pct) choose(s *schedule) int {
	best := p.highest(s)
	g := s.waiting[best].goroutine
	fall := p.tired(s, g)
	for _, step := range p.falls {
		fall = fall || step == s.steps+1
	}
	if fall {
		p.fall(g)
		best = p.highest(s)
	}
	return best
}

// falls is PCT without a number of steps that must be known: at each step whoever would
// run falls with a chance of one to every.
type falls struct {
	priorities
	every int
}

func (f *falls) choose(s *schedule) int {
	best := f.highest(s)
	if g := s.waiting[best].goroutine; f.rng.IntN(f.every) == 0 || f.tired(s, g) {
		f.fall(g)
		best = f.highest(s)
	}
	return best
}

// fresh has whoever goes on draw a new priority: Yuan, Yang, Gu, "Partial Order Aware
// Concurrency Sampling" (CAV 2018), without the part that knows which steps meet. One
// goroutine may be held up between two of its steps while another makes many, which
// a walk allows only with a chance that falls by half with each of them.
type fresh struct{ priorities }

func (f *fresh) choose(s *schedule) int {
	best := f.highest(s)
	f.rank(s.waiting[best].goroutine).priority = f.random()
	return best
}
