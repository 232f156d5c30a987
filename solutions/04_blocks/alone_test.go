package blocks_test

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"testing"

	"workbook/grader/check"
)

func TestLeavesInAlone(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// Large elements and little memory to spare: Go collects garbage while Map is
		// at work, and so Map gives way to the calls that it has started.
		defer debug.SetGCPercent(debug.SetGCPercent(10))
		leavesInAlone[*int](c, 500, 20)
		// Results of the elements' own type would fit into the array behind the slice, and so
		// would a partner for the last element of an odd number.
		leavesInAlone[large](c, 101, 120)
	})
}

// A large element has a name.
type large struct {
	name *int
	_    [511]*int
}

// leavesInAlone is one Map of n elements, with so much room before and behind them. It
// looks at the caller's slice before the calls end, and in each of them.
func leavesInAlone[R any](c *check.C, n, room int) {
	backing := make([]large, room+n+room) // Map is given the middle of it
	before := make([]*int, len(backing))
	for i := range backing {
		before[i] = new(int)
		backing[i].name = before[i]
	}
	changed := func() (int, bool) {
		for i := range backing {
			if backing[i].name != before[i] {
				return i - room, true
			}
		}
		return 0, false
	}
	look := func(when string) {
		if i, ok := changed(); ok {
			where := fmt.Sprintf("Element %d of the caller's slice", i)
			if i < 0 || i >= n {
				where = fmt.Sprintf("Place %d of the array behind the caller's slice", i)
			}
			c.Failf("%s is another one %s. A slice that is passed to a function still shares its elements with the caller, who may read them meanwhile: do not write to in, not even for a while, do not append to it, and make a slice of its own for the results", where, when)
		}
	}
	var touched atomic.Bool
	work := c.Gate("f")
	m := start(c, "Map", backing[room:room+n], func(large) (none R) {
		if _, ok := changed(); ok { // f reads in while the calls run
			touched.Store(true)
		}
		work.Wait()
		return none
	})
	work.Arrived(n, startAll)
	look("while the calls of f are at work than it was before")
	work.Open()
	m.results()
	look("after Map than before")
	if touched.Load() {
		c.Failf("A call of f read the caller's slice, and an element was another one than before Map: it was changed, and put back later. A slice that is passed to a function still shares its elements with the caller, who may read them meanwhile: do not write to in, not even for a while")
	}
}
