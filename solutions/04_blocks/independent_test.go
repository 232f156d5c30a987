package blocks_test

import (
	"fmt"
	"slices"
	"testing"

	blocks "workbook/solutions/04_blocks"

	"workbook/grader/check"
)

func TestIndependent(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const maps, n = 10, 30
		early, gates := make([]*check.Gate, maps), make([]*check.Gate, maps)
		running := make([]*mapping[int], maps)
		b := c.Barrier(maps * n)
		// A plain channel: nothing but the learner's code orders the Maps, so that
		// the race detector sees all of them at once.
		begin := make(chan struct{})
		for k := range maps {
			early[k] = c.Gate(fmt.Sprintf("the first calls of Map %d", k))
			gates[k] = c.Gate(fmt.Sprintf("the other calls of Map %d", k))
			running[k] = startAfter(c, fmt.Sprintf("Map %d", k), begin, upTo(n), func(i int) int {
				b.Arrive()
				if i < n/2 {
					early[k].Wait()
				} else {
					gates[k].Wait()
				}
				return k*n + i
			})
		}
		close(begin)
		b.All(fmt.Sprintf("%d goroutines called Map, and the calls of f wait until all of them have started. Maps must not wait for each other: let each call of Map have its own variables, and none at package level", maps))

		// Calls of all of them end before the first Map does, so that what they share
		// is written over.
		order := c.Rand().Perm(maps)
		for _, k := range order {
			early[k].Open()
			c.Settle()
		}
		for at, k := range order {
			gates[k].Open()
			running[k].call.Returns("All calls of one Map are over, and it waits on while the calls of other Maps are at work. Each Map waits for its own calls: let it have a WaitGroup or channel of its own")
			want := upTo(n)
			for i := range want {
				want[i] += k * n
			}
			gives(running[k], want, "Several Maps ran at the same time, and one of them gave the results of another")
			if at+1 < maps && running[order[at+1]].ended() {
				c.Failf("A Map returned when the calls of another Map were over, and its own were not. Let each Map have a WaitGroup or channel of its own")
			}
		}
		nested(c)
		kept(c)
	})
}

// nested has f call Map, three levels deep.
func nested(c *check.C) {
	var sum func(depth, at int) int
	sum = func(depth, at int) int {
		if depth == 0 {
			return at
		}
		total := 0
		for _, part := range blocks.Map(upTo(4), func(i int) int { return sum(depth-1, 4*at+i) }) {
			total += part
		}
		return total
	}
	var got int
	c.Go("Map in Map", func() error { got = sum(3, 0); return nil }).
		Returns("f called Map, whose f called Map again, and so on. A Map must not keep another one from running: hold no lock while f runs")
	if want := 63 * 64 / 2; got != want {
		c.Fail(check.Mistake{
			Message: "f called Map, whose f called Map again, and so on, and the sum of all results is wrong. Let each call of Map have its own variables",
			Got:     fmt.Sprint(got), Expected: fmt.Sprint(want),
		})
	}

	levels := c.Amount(1100, 50) // more than the limits that people choose
	var deep func(level int) int
	deep = func(level int) int {
		if level == 0 {
			return 1
		}
		return blocks.Map([]int{level}, func(level int) int { return 1 + deep(level-1) })[0]
	}
	c.Go("Map in Map", func() error { got = deep(levels); return nil }).
		Returns(fmt.Sprintf("f called Map, whose f called Map again, and so on, %d levels deep. There is no limit to how many Maps run at the same time", levels))
	if want := levels + 1; got != want {
		c.Fail(check.Mistake{
			Message: "f called Map, whose f called Map again, and so on, and the result is wrong. Let each call of Map have its own variables",
			Got:     fmt.Sprint(got), Expected: fmt.Sprint(want),
		})
	}
}

// kept has one goroutine call Map again and again, and looks whether the results that it
// was given stay as they were.
func kept(c *check.C) {
	const maps, n = 6, 400 // more than what people think small enough to make anew
	var results, were [maps][]int
	changed := -1
	c.Go("Map", func() error {
		for k := range maps {
			results[k] = blocks.Map(upTo(n), func(i int) int { return k*n + i })
			were[k] = slices.Clone(results[k])
			for earlier := range k {
				if !slices.Equal(results[earlier], were[earlier]) {
					changed = earlier
					return nil
				}
			}
		}
		return nil
	}).Returns(endIt)
	if changed < 0 {
		return
	}
	for i, was := range were[changed] {
		if got := results[changed][i]; got != was {
			c.Fail(check.Mistake{
				Message: fmt.Sprintf("A caller of Map kept the results that it gave, and called Map again. Now result %d of the earlier call is another one. What Map returns is its caller's from then on: make a slice for each call, and use none again", i),
				Got:     show(got), Expected: show(was),
			})
		}
	}
}
