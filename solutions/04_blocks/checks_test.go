package blocks_test

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	blocks "workbook/solutions/04_blocks"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

func TestResults(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{1, 2, 3, 10, 500} {
			in, want := make([]int, n), make([]string, n)
			for i := range in {
				in[i] = c.Rand().IntN(1_000_000)
				want[i] = fmt.Sprint("f of ", in[i])
			}
			// f is a plain function: nothing but the learner's code orders the calls,
			// so that the race detector sees what they share.
			m := start(c, "Map", in, func(v int) string { return fmt.Sprint("f of ", v) })
			givesInAnyOrder(m, want, "Map was given "+count(n, "element")+", and its results are not what f returned. Each call writes what f returned to a place of its own: mind variables that all function literals share, and results that are read before they are there")
		}
	})
}

func TestOncePerElement(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 100
		in := make([]*atomic.Int32, n)
		for i := range in {
			in[i] = new(atomic.Int32)
		}
		start(c, "Map", slices.Clone(in), func(calls *atomic.Int32) bool {
			if calls == nil {
				return false // this was no element
			}
			return calls.Add(1) == 1
		}).call.Returns(endIt)
		total := 0
		for _, calls := range in {
			total += int(calls.Load())
		}
		if total != n {
			c.Fail(check.Mistake{
				Message: fmt.Sprintf("Map was given %d elements, and called f %d times. Each element has one call, no less and no more. A call may be dear, or have effects: who needs its result twice keeps it in a variable", n, total),
				Got:     count(total, "call"), Expected: fmt.Sprintf("%d calls for %d elements", n, n),
			})
		}
		for i, calls := range in {
			if got := calls.Load(); got != 1 {
				c.Fail(check.Mistake{
					Message: fmt.Sprintf("There were as many calls of f as elements, but element %d of %d was not handed to exactly one of them. Each function literal needs an element of its own: a variable that is declared outside of the loop is one for all of them, and when a goroutine reads it, the loop is further on", i, n),
					Got:     count(int(got), "call") + " with this element", Expected: "1 call with each element",
				})
			}
		}

		var calls atomic.Int32
		start(c, "Map of equal elements", make([]int, n), func(int) int { return int(calls.Add(1)) }).call.Returns(endIt)
		if got := int(calls.Load()); got != n {
			c.Fail(check.Mistake{
				Message: fmt.Sprintf("Map was given %d elements, which are all equal, and called f %d times. Each element has a call of its own: f may give something else the next time", n, got),
				Got:     count(got, "call"), Expected: count(n, "call"),
			})
		}
	})
}

func TestOwnGoroutines(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{1, 2, 50} {
			var caller int
			ids := make([]int, n)
			c.Go("Map", func() error {
				caller = panictest.Goroutine()
				blocks.Map(upTo(n), func(i int) int {
					ids[i] = panictest.Goroutine()
					return i
				})
				return nil
			}).Returns(endIt)
			seen := map[int]int{}
			for i, id := range ids {
				if id == caller {
					c.Failf("Of %s, f was called for number %d on the goroutine of Map's caller. Every call has a goroutine of its own, also the last one and also a single one", count(n, "element"), i)
				}
				if other, ok := seen[id]; ok {
					c.Failf("Of %s, numbers %d and %d were handled by one goroutine, one after the other. Every call of f has a goroutine of its own: no workers", count(n, "element"), other, i)
				}
				seen[id] = i
			}
		}
	})
}

func TestAtTheSameTime(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{2, c.Amount(10_100, 300)} { // more than the limits that people choose
			b := c.Barrier(n)
			began := c.Now()
			var last atomic.Int64 // when the last call of f began
			m := start(c, "Map", upTo(n), func(int) int {
				last.Store(int64(c.Now()))
				b.Arrive()
				return 1
			})
			b.All(fmt.Sprintf("%d calls of f wait for each other, and they never met. All of them must run at the same time: start each on a goroutine of its own, without a limit, and wait only after the last one has started", n))
			if late := time.Duration(last.Load()) - began; late > 0 {
				c.Failf("Map was given %d elements, and the last call of f began %v after the first. All of them begin at once, and none waits for another, for however short a time", n, late)
			}
			m.call.Returns(endIt)
		}
	})
}

func TestWaitsForAll(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const early = "Map returned while f was still at work. Its caller finds places that nobody has written yet: wait for every call, and count a goroutine before it starts, not when it runs"

		// Nobody holds these calls up: Map must not be faster than its goroutines.
		for range 300 {
			var done atomic.Bool
			start(c, "Map", upTo(1), func(int) int { done.Store(true); return 1 }).call.Returns(endIt)
			if !done.Load() {
				if !c.Await(done.Load) {
					c.Failf("Map was given one element, and returned without a call of f. It has to call f once for each element")
				}
				c.Failf(early)
			}
			c.NoLeaks("Map has returned, and a goroutine that it started is still there. One more is there with each Map: Map must not return before all that it has started is over, and whatever waits for something must be told the end")
		}

		// Every call but one may end, and that one may return but for a deferred call.
		const n = 20
		for _, last := range []int{0, n - 1, c.Rand().IntN(n)} {
			others, work, deferred := c.Gate("their work"), c.Gate("the call of f that ends last"), c.Gate("a deferred call in f")
			var came atomic.Int32
			m := start(c, "Map", upTo(n), func(i int) int {
				if int(came.Add(1)) != last+1 {
					others.Wait()
					return i
				}
				defer deferred.Wait()
				work.Wait()
				return i
			})
			others.Arrived(n-1, startAll)
			work.Arrived(1, startAll)
			m.stillRunning(early)
			others.Open()
			m.stillRunning(fmt.Sprintf("%s. Of %d calls, one was not over", early, n))
			work.Open()
			deferred.Arrived(1, "f has a deferred call, which has not run")
			m.stillRunning("Map returned while a deferred call of f was still running. A call is over when its deferred calls are")
			deferred.Open()
			m.call.Returns(endIt)
		}
	})
}

func TestInOrder(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 50
		order := c.Rand().Perm(n)
		gates := make([]*check.Gate, n)
		want := make([]string, n)
		for i := range n {
			gates[i] = c.Gate(fmt.Sprintf("f for element %d", i))
			want[i] = fmt.Sprintf("result %d: %d", i, c.Rand().Uint32())
		}
		m := start(c, "Map", upTo(n), func(i int) string {
			gates[i].Wait()
			return want[i]
		})
		for _, i := range order {
			gates[i].Arrived(1, startAll)
		}
		for _, i := range order {
			gates[i].Open()
			c.Settle() // this call is over before the next one
		}
		gives(m, want, "The calls of f ended in another order than that of the elements, and the results came in the wrong places. A result belongs where its element was: write to place i, instead of appending")
	})
}

func TestNothingToDo(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, nothing := range []struct {
			what string
			in   []int
		}{
			{"an empty slice", []int{}}, {"a nil slice", nil},
			{"an empty slice whose array has room", upTo(10)[:0]}, {"an empty slice at the end of an array", upTo(10)[10:]},
		} {
			what := nothing.what
			var calls atomic.Int32
			m := start(c, "Map", nothing.in, func(int) string { calls.Add(1); return "" })
			m.call.Returns("Map was given " + what + ". There is nothing to call and nothing to wait for, so it returns at once")
			if len(m.results("Map was given "+what)) != 0 || calls.Load() != 0 {
				c.Failf("Map was given %s, and called f", what)
			}
		}
	})
}

func TestAnyType(t *testing.T) {
	check.Run(t, func(c *check.C) {
		failure := errors.New("an error that is a result")
		const asItIs = "Results are handed on as they are. Nil and zero are results like any other, and say nothing about whether a call is over"

		var calls atomic.Int32
		gives(start(c, "Map to nil and other errors", upTo(4), func(i int) error {
			calls.Add(1)
			if i%2 == 0 {
				return nil
			}
			return failure
		}), []error{nil, failure, nil, failure}, asItIs)
		if n := calls.Load(); n != 4 {
			c.Failf("Map was given 4 elements, f returned nil for two of them, and it was called %d times. It is called once for each element, whatever it returns", n)
		}
		gives(start(c, "Map to zero", upTo(3), func(i int) int { return i / 2 }), []int{0, 0, 1}, asItIs)
		gives(start(c, "Map from nil", []error{failure, nil, failure}, func(err error) bool { return err == nil }),
			[]bool{false, true, false}, "Elements are handed to f as they are, nil as well")
		gives(start(c, "Map of empty structs", make([]struct{}, 5), func(s struct{}) struct{} { return s }), make([]struct{}, 5), asItIs)
		withoutSize(c)
		gives(start(c, "Map of equal elements", []string{"a", "a", "b", "a"}, func(s string) string { return s + s }),
			[]string{"aa", "aa", "bb", "aa"}, "Two elements may be equal, and each of them has a result of its own")

		// Neither slices nor functions can be compared or be keys of a map.
		inner, lengths := [][]int{{1}, nil, {2, 3}}, []int{1, 0, 2}
		outer := start(c, "Map of slices", inner, func(s []int) func() int { return func() int { return len(s) } }).results()
		for i, f := range outer {
			if f == nil || f() != lengths[i] {
				c.Failf("Map gave another function than f returned for element %d", i)
			}
		}
	})
}

// withoutSize has one call end after the other, of elements that have no size and
// therefore, all of them, one address.
func withoutSize(c *check.C) {
	const n = 3
	var work [n]*check.Gate
	for i := range work {
		work[i] = c.Gate(fmt.Sprintf("call %d of f", i+1))
	}
	var came atomic.Int32
	m := start(c, "Map of empty structs", make([]struct{}, n), func(s struct{}) struct{} {
		work[min(int(came.Add(1)), n)-1].Wait()
		return s
	})
	for _, gate := range work {
		gate.Arrived(1, startAll)
		m.stillRunning("Map of empty structs returned while f was still at work. Elements without a size may all have one address, which does not say whose call is over")
		gate.Open()
	}
	m.results()
}

func TestPatience(t *testing.T) {
	check.Run(t, func(c *check.C) {
		one := func() (*mapping[int], *check.Gate) {
			work := c.Gate("f")
			m := start(c, "Map", upTo(3), func(i int) int {
				if i == 1 {
					work.Wait()
				}
				return i
			})
			work.Arrived(1, startAll)
			return m, work
		}
		gives := func(m *mapping[int]) {
			givesInAnyOrder(m, upTo(3), "Every call returned its own argument, and these are not the results")
		}
		const gaveUp = "Map gave up %s, and a call of f was still at work. There is no time limit: f takes as long as it takes"

		const late = "The last call of f has returned, and Map does not notice it at once. Let the end of the calls wake Map"

		m, work := one()
		began := c.Now()
		c.NoPolling("While Map waits for f, nothing in your package may look again and again whether all is done. Let Map block, in the Wait of a WaitGroup or on a channel, and let the end of the calls wake it")
		if m.ended() {
			c.Failf(gaveUp, fmt.Sprintf("after %v", m.over-began))
		}
		work.Open()
		if m.call.Running() { // all rest, and no time has passed
			c.Failf(late)
		}
		gives(m)

		m, work = one()
		work.Open() // early: a Map that looks now and again may tire of it
		m.call.AtOnce(late)
		gives(m)

		m, work = one()
		jointest.Ages(c)
		if m.ended() {
			c.Failf(gaveUp, "within two hundred years")
		}
		work.Open()
		gives(m)
	})
}
