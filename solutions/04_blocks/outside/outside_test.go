package outside_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/calltest"
)

func TestMain(m *testing.M) { outside.Main(m) }

// TestSeenFromOutside is about what the inside checks look at more closely. Here it is
// seen by a process that Map is not part of.
func TestSeenFromOutside(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		p := calltest.Start(c)
		for _, n := range []int{1, 2 + c.Rand().IntN(20), 100} {
			oneMap(c, p, n)
		}
		twoMaps(c, p)
	})
}

// begin awaits the beginning of all calls.
func begin(calls []*calltest.Call) {
	for _, k := range calls {
		k.Begins(fmt.Sprintf("Another process waits to be called by f for %s, and lets no call go before all of them have begun. All calls must run at the same time: start each on a goroutine of its own, with its own element, and wait only after the last one has started.", k.Name))
	}
}

// oneMap is one Map of n elements, whose calls end in any order.
func oneMap(c *outside.C, p *calltest.Program, n int) {
	calls := p.Calls(calltest.Names(c, "element", n)...)
	run := p.Do("map", calltest.NamesOf(calls)...)
	begin(calls)
	results := calltest.Words(c, "result", n)
	results[c.Rand().IntN(n)] = strings.Repeat("long ", 20_000)
	results[c.Rand().IntN(n)] = ""
	for _, i := range c.Rand().Perm(n) {
		run.Quiet("Map returned while f was still at work. It waits for every call")
		calls[i].Tell(results[i])
	}
	run.Answers(fmt.Sprintf("Map was given %d elements, and each call of f returned what another process told it at its end. Result k is what f returned for element k, whichever call ended first.", n), results...)
	p.Once("f", calls)
}

// twoMaps is two Maps at the same time, of which the second one is over first.
func twoMaps(c *outside.C, p *calltest.Program) {
	first := p.Calls(calltest.Names(c, "element of the first Map", 10)...)
	second := p.Calls(calltest.Names(c, "element of the second Map", 10)...)
	runFirst := p.Do("map", calltest.NamesOf(first)...)
	runSecond := p.Do("sizes", calltest.NamesOf(second)...)
	begin(first)
	begin(second)
	want := make([]string, len(second))
	for i, k := range second {
		size := c.Rand().IntN(1000)
		want[i] = strconv.Itoa(size)
		k.Tell(strings.Repeat("x", size))
	}
	runSecond.Answers("Two Maps run at the same time, and all calls of one are over: it returns what its own calls returned, and does not wait for the other one.", want...)
	results := calltest.Words(c, "result", len(first))
	for i, k := range first {
		k.Tell(results[i])
	}
	runFirst.Answers("Two Maps ran at the same time, and the other one is over: this one returns what its own calls returned.", results...)
	p.Once("f", append(first, second...))
}
