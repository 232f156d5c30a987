package point

import "math/rand/v2"

// delays is Emmi, Qadeer, Rakamarić, "Delay-Bounded Scheduling" (POPL 2011). One
// goroutine goes on for as long as it can, and then the next in the order in which they
// were made; at a few steps whoever would go on is passed over.
type delays struct {
	at     [4]int // the steps, from 1
	stayed int    // how often the same one was chosen
}

func newDelays(rng *rand.Rand, bound int) *delays {
	d := &delays{}
	chooseSteps(rng, d.at[:min(bound, len(d.at))])
	return d
}

func (d *delays) choose(s *schedule) int {
	next := 0
	for next < s.count && s.waiting[next].goroutine < s.last {
		next++
	}
	next %= s.count
	if d.stayed++; s.waiting[next].goroutine != s.last {
		d.stayed = 0
	}
	delayed := d.stayed > patience
	for _, step := range d.at {
		delayed = delayed || step == s.steps+1
	}
	if delayed {
		d.stayed = 0
		next = (next + 1) % s.count
	}
	return next
}
