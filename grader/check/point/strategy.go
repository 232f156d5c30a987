package point

import "math/rand/v2"

// A strategy makes the chooser of one schedule.
type strategy struct {
	name string
	make func(rng *rand.Rand) chooser
}

// strategies are those that there are. Which of them are tried by default, mix says.
var strategies = [...]strategy{
	walks:     {"walk", func(rng *rand.Rand) chooser { return &walk{rng: rng} }},
	stays:     {"walk that stays", func(rng *rand.Rand) chooser { return &walk{rng: rng, stay: 2 << rng.IntN(5)} }},
	depth1:    {"PCT, depth 1", func(rng *rand.Rand) chooser { return newPCT(rng, 1) }},
	depth2:    {"PCT, depth 2", func(rng *rand.Rand) chooser { return newPCT(rng, 2) }},
	depth3:    {"PCT, depth 3", func(rng *rand.Rand) chooser { return newPCT(rng, 3) }},
	oneDelay:  {"one delay", func(rng *rand.Rand) chooser { return newDelays(rng, 1) }},
	twoDelays: {"two delays", func(rng *rand.Rand) chooser { return newDelays(rng, 2) }},
	drawn:     {"fresh priorities", func(rng *rand.Rand) chooser { return &fresh{priorities{rng: rng}} }},
	falling:   {"falls at a rate", func(rng *rand.Rand) chooser { return &falls{priorities{rng: rng}, 4 << rng.IntN(7)} }},
}

const (
	walks = iota
	stays
	depth1
	depth2
	depth3
	oneDelay
	twoDelays
	drawn
	falling
)

// mix is what numbers that follow each other try in turn. What decides is the program
// that is hardest to catch. A tenth or more of a walk's schedules failed for all but one
// of the programs that were measured: in that one a goroutine must come to its end before
// another makes a step, where half of PCT's schedules failed. For some others (a channel
// that two close, a flag that is set after the look) PCT had one in some hundred. Fresh
// priorities were in between everywhere; walks that stay, falls at a rate and bounds on
// delays were nowhere clearly better than the best of these.
var mix = [...]int{walks, drawn, walks, depth2, walks, drawn, walks, depth3}

// alone is how far the numbers of one strategy's schedules are from those of the next:
// from i+1 times alone on, all are of the i-th.
const alone = 1 << 32

// Strategies are the names of all strategies, for measurements: the schedules from
// (i+1)<<32 on are all of the i-th.
func Strategies() (names []string) {
	for _, s := range strategies {
		names = append(names, s.name)
	}
	return names
}

// chooserOf is the chooser of a schedule's number.
func chooserOf(number uint64) chooser {
	rng := rand.New(rand.NewPCG(number, 0x5eed))
	kind := mix[number%uint64(len(mix))]
	if n := number / alone; 0 < n && n <= uint64(len(strategies)) {
		kind = int(n - 1)
	}
	return strategies[kind].make(rng)
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
