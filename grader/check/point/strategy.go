package point

import "math/rand/v2"

// The strategies. Which schedule is which follows from its number, see [Of].

// most bounds the points of a run at which anything happens. A loop over a megabyte has
// as many points as it has bytes, and none of them is worth more than the first
// thousands.
const most = 20_000

// Of is the schedule of a number. A program that depends on nothing but its schedule
// does the same under the same number, in the same version of Go.
func Of(number uint64) Schedule {
	rng := rand.New(rand.NewPCG(number, 0x5eed))
	switch number % 4 {
	case 0, 1:
		return &walk{rng: rng, most: 4}
	case 2:
		return &delays{rng: rng, every: 8 << rng.IntN(4), longest: 64}
	default:
		return newPriorities(rng, 1+rng.IntN(3))
	}
}

// walk is a random walk: at each point up to so many others go first.
type walk struct {
	rng  *rand.Rand
	most int
	seen int
}

func (w *walk) At(int) {
	if w.seen++; w.seen > most {
		return
	}
	yield(w.rng.IntN(w.most + 1))
}

// delays lets most points pass, and holds a goroutine for long at few of them, so that
// all the others get as far as they can.
type delays struct {
	rng            *rand.Rand
	every, longest int
	seen           int
}

func (d *delays) At(int) {
	if d.seen++; d.seen > most || d.rng.IntN(d.every) > 0 {
		return
	}
	yield(1 + d.rng.IntN(d.longest))
}
