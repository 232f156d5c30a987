package point

import "math/rand/v2"

// priorities is PCT: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized
// Scheduler with Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010). Each goroutine
// has a random priority, of those that are at a point the highest goes on, and at a few
// steps chosen beforehand whoever runs falls below all others. A bug that needs d
// events in one order is found with a probability of at least 1/(n*k^(d-1)), where n
// is the number of goroutines and k that of points.
//
// The paper knows the number of points; here it is guessed, by choosing the steps from
// ranges that double.
type priorities struct {
	rng    *rand.Rand
	table  [tableSize]ranked
	at     [crowd]*ranked // who is at a point and waits to go on; nil is a free place
	ats    int
	falls  [3]int // the steps, from 1
	lowest int64
	seen   int
}

// A ranked is a goroutine with its priority.
type ranked struct {
	goroutine goroutine
	priority  int64
}

// Nothing here makes anything new at a point: a garbage collection may have the
// goroutine give way in the middle of that, to others that come to points.
const (
	// tableSize bounds the goroutines that are told apart. Of those beyond it several
	// have one priority.
	tableSize = 1 << 12
	// crowd is how many goroutines may be at points before they no longer wait for each
	// other: one step costs a look at each.
	crowd = 64
	// passedOver is how often a goroutine lets others go first at one point. It bounds
	// what one that spins can do to the others.
	passedOver = 400
)

func newPriorities(rng *rand.Rand, depth int) *priorities {
	p := &priorities{rng: rng}
	for i := range depth - 1 {
		p.falls[i] = 1 + rng.IntN(16<<rng.IntN(8))
	}
	return p
}

func (p *priorities) At(int) {
	if p.seen++; p.seen > most {
		return
	}
	me := p.rank(current())
	for _, step := range p.falls {
		if step == p.seen {
			p.lowest--
			me.priority = p.lowest
		}
	}
	if p.ats == crowd {
		yield(p.rng.IntN(2))
		return
	}
	place := 0
	for p.at[place] != nil {
		place++
	}
	p.at[place] = me
	p.ats++
	for range passedOver {
		yield(1) // whoever can run comes to a point, or to where it waits
		if p.isHighest(me) {
			break
		}
	}
	p.at[place] = nil
	p.ats--
}

// rank finds the entry of a goroutine, or makes it.
func (p *priorities) rank(g goroutine) *ranked {
	home := uint64(g) * 0x9e3779b97f4a7c15 >> 52
	for i := range uint64(16) {
		e := &p.table[(home+i)%tableSize]
		if e.goroutine == 0 {
			*e = ranked{g, 1 + p.rng.Int64N(1<<40)}
		}
		if e.goroutine == g {
			return e
		}
	}
	return &p.table[home]
}

func (p *priorities) isHighest(me *ranked) bool {
	for _, other := range p.at {
		if other != nil && other.priority > me.priority {
			return false
		}
	}
	return true
}
