package point

import "math/rand/v2"

// chooserOf is the chooser of a schedule's number. Numbers that follow each other have
// choosers of each kind in turn.
func chooserOf(number uint64) chooser {
	rng := rand.New(rand.NewPCG(number, 0x5eed))
	switch number % 4 {
	case 0:
		return &walk{rng: rng, stay: 0}
	case 1:
		return &walk{rng: rng, stay: 2 << rng.IntN(5)}
	default:
		return newPriorities(rng, int(number%4)+rng.IntN(2))
	}
}

// walk is a random walk: whoever runs stays on with a chance of stay to one, and
// otherwise each of those that wait is as likely as the others.
type walk struct {
	rng  *rand.Rand
	stay int
}

func (w *walk) choose(s *schedule) int {
	if w.stay > 0 && w.rng.IntN(w.stay+1) > 0 {
		if i := s.index(s.last); i >= 0 {
			return i
		}
	}
	return w.rng.IntN(s.count)
}

// index is where a goroutine waits; -1 when it does not.
func (s *schedule) index(g goroutine) int {
	for i := range s.count {
		if s.waiting[i].goroutine == g {
			return i
		}
	}
	return -1
}

// priorities is PCT: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized
// Scheduler with Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010). Each goroutine
// has a random priority, the highest goes on, and at a few steps that are chosen
// beforehand whoever would run falls below all others. A bug that needs d events in one
// order is found with a chance of at least 1/(n*k^(d-1)), where n is the number of
// goroutines and k that of steps.
//
// The paper knows k. Here the steps are chosen from a range whose size is random, so
// that a short run has its share as well as a long one.
type priorities struct {
	rng    *rand.Rand
	of     [tableSize]ranked
	falls  [4]int // the steps, from 1
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

func newPriorities(rng *rand.Rand, depth int) *priorities {
	p := &priorities{rng: rng}
	for i := range min(depth-1, len(p.falls)) {
		p.falls[i] = 1 + rng.IntN(8<<rng.IntN(8))
	}
	return p
}

func (p *priorities) choose(s *schedule) int {
	best := p.highest(s)
	fall := false
	for _, step := range p.falls {
		fall = fall || step == s.steps+1
	}
	if g := s.waiting[best].goroutine; g == s.last {
		p.stayed++
	} else {
		p.stayed = 0
	}
	if fall || p.stayed > patience {
		p.stayed = 0
		p.lowest--
		p.rank(s.waiting[best].goroutine).priority = p.lowest
		best = p.highest(s)
	}
	return best
}

func (p *priorities) highest(s *schedule) int {
	best := 0
	for i := range s.count {
		if p.rank(s.waiting[i].goroutine).priority > p.rank(s.waiting[best].goroutine).priority {
			best = i
		}
	}
	return best
}

// rank finds the entry of a goroutine, or makes it. Those that come to a choice for the
// first time do so in the order in which they wait, which is always the same.
func (p *priorities) rank(g goroutine) *ranked {
	home := uint64(g) % tableSize
	for i := range uint64(tableSize) {
		e := &p.of[(home+i)%tableSize]
		if e.goroutine == 0 {
			*e = ranked{g, 1 + p.rng.Int64N(1<<40)}
		}
		if e.goroutine == g {
			return e
		}
	}
	return &p.of[home]
}
