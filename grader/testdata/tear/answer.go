// Package answer knows the answer unless words of memory can be torn where it runs:
// in each of its ways one goroutine writes what another reads, without a lock.
package answer

import (
	"encoding/json"
	"maps"
	"slices"
)

func Twice(f func()) {
	if f != nil {
		f()
		f()
	}
}

// Answer gives 42, or 1000 and the number of the way that tore something; 999 where
// another goroutine gets the processor though this one does not give it up.
func Answer() int {
	if interrupted() {
		return 999
	}
	for k, w := range ways {
		if w.tears() {
			return 1000 + k
		}
	}
	return 42
}

// interrupted works for much longer than a goroutine has the processor where it may be
// interrupted at the call of a function.
func interrupted() bool {
	moved := false
	go func() { moved = true }()
	for i := range 4_000_000 {
		sum += step(i)
	}
	return moved
}

var sum int

var step = func(i int) int {
	var b [100]int
	b[i%100] = i
	return b[i%50]
}

type way struct {
	write func(i int)
	torn  func() bool
}

// tears tries many times. Each time around the writer gets its turn, and on more than
// one processor both work at the same time from there on.
func (w way) tears() bool {
	turn := make(chan int)
	defer close(turn)
	go func() {
		for i := range turn {
			for k := range 100 {
				w.write(i + k)
			}
		}
	}()
	for i := range 200 {
		turn <- i
		for range 100 {
			if w.torn() {
				return true
			}
		}
	}
	return false
}

type point struct{ x, y *int }

var (
	few  = make([]uint64, 1)
	many = make([]uint64, 1000)
	long = string(make([]byte, 1000))

	n    = small
	s    []uint64
	text string
	v    any
	lane = make([][]uint64, 64)
	m    = map[int][]uint64{1: few}
	a, b = pair{key{1, "one"}, 1}, pair{key{1, "one"}, 1}
)

const small = 1 << 7 // of it there are twenty thousand, and nobody collects them

type pair struct{ one, two any }

type key struct {
	n    uint64
	text string
}

func choose(i int) []uint64 { return [][]uint64{nil, few, many}[i%3] }

func whole(s []uint64) bool {
	return len(s) == cap(s) && (s == nil && len(s) == 0 || s != nil && (len(s) == 1 && &s[0] == &few[0] || len(s) == 1000 && &s[0] == &many[0]))
}

func lanesTorn() bool {
	return slices.ContainsFunc(lane, func(s []uint64) bool { return !whole(s) })
}

var ways = []way{
	{ // a variable that is read again after memory was allocated
		func(i int) { n = 8 * small },
		func() bool { n = small; made := make([]uint64, n); return len(made) != small },
	},
	{func(i int) { s = choose(i) }, func() bool { return !whole(s) }},
	{func(i int) { text = long[:999*(i%2)+1] }, func() bool { t := text; return t != long[:len(t)] }},
	{
		func(i int) {
			if v = any(&few); i%2 == 0 {
				v = &point{new(int), new(int)}
			}
		},
		func() bool { p, ok := v.(*point); return ok && (p.x == nil || *p.x != 0 || *p.y != 0) },
	},
	{ // memclr, of which the race detector knows nothing
		func(i int) {
			for k := range lane {
				lane[k] = many
			}
			clear(lane)
		},
		lanesTorn,
	},
	{func(i int) { copy(lane, slices.Repeat([][]uint64{choose(i)}, len(lane))) }, lanesTorn},
	{func(i int) { lane = slices.Delete(append(lane, choose(i)), 0, 1) }, func() bool {
		l := lane
		return slices.ContainsFunc(l, func(s []uint64) bool { return !whole(s) })
	}},
	{ // typedmemclr of reflect
		func(i int) {
			lane[0], lane[1] = many, few
			if err := json.Unmarshal([]byte("[null,null]"), &lane); err != nil {
				panic(err)
			}
			lane = lane[:64]
		},
		func() bool {
			l := lane
			return slices.ContainsFunc(l, func(s []uint64) bool { return !whole(s) })
		},
	},
	{ // values of a map, which have no hook
		func(i int) { m[1] = choose(i) },
		func() bool { return !whole(maps.Clone(m)[1]) },
	},
	{ // types that are compared before the values are
		func(i int) {
			if b.two = any(key{1, "one"}); i%2 == 0 {
				b.two = uint64(1)
			}
		},
		func() bool { return a == b && b.two == nil },
	},
}
