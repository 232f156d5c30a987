package collect_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	collect "workbook/solutions/07_collect"

	"workbook/grader/check"
)

func TestIndependent(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const alls, n = 12, 20
		early, gates := make([]*check.Gate, alls), make([]*check.Gate, alls)
		running := make([]*collecting[int], alls)
		values, errs := make([][]int, alls), make([][]error, alls)
		b := c.Barrier(alls * n)
		// A plain channel: nothing but the learner's code orders the Alls, so that
		// the race detector sees all of them at once.
		begin := make(chan struct{})
		for k := range alls {
			early[k] = c.Gate(fmt.Sprintf("the first tasks of All %d", k))
			gates[k] = c.Gate(fmt.Sprintf("the other tasks of All %d", k))
			tasks := make([]task[int], n)
			for i := range tasks {
				var err error
				if k%2 == 0 && i%5 == 0 { // in every other All, some tasks fail
					err = fmt.Errorf("task %d of All %d failed", i, k)
					errs[k] = append(errs[k], err)
				}
				values[k] = append(values[k], k*n+i)
				tasks[i] = func() (int, error) {
					b.Arrive()
					if i < n/2 {
						early[k].Wait()
					} else {
						gates[k].Wait()
					}
					return k*n + i, err
				}
			}
			running[k] = startAfter(c, fmt.Sprintf("All %d", k), begin, tasks...)
		}
		close(begin)
		b.All(fmt.Sprintf("%d goroutines called All, and their tasks wait until all of them have started. Alls must not wait for each other: let each call of All have its own variables, and none at package level", alls))

		// Tasks of all of them end before the first All does, so that what they share
		// is written over.
		order := c.Rand().Perm(alls)
		for _, k := range order {
			early[k].Open()
			c.Settle()
		}
		for at, k := range order {
			gates[k].Open()
			running[k].call.Returns("All tasks of one All are over, and it waits on while the tasks of others are at work. Each All waits for its own tasks: let it have a WaitGroup or channel of its own")
			const how = "Several Alls ran at the same time, which must share no variables"
			gives(running[k], values[k], how)
			if errs[k] == nil {
				running[k].succeeds(how + ", and no task of this one failed")
			} else {
				running[k].joins(errs[k], how+", and in this one some tasks failed")
			}
			if at+1 < alls && running[order[at+1]].ended() {
				c.Failf("An All returned when the tasks of another All were over, and its own were not. Let each All have a WaitGroup or channel of its own")
			}
		}
		nested(c)
		kept(c)
	})
}

// nested has tasks call All, three levels deep, and the leaves fail.
func nested(c *check.C) {
	failure := errors.New("from deep below")
	var deep func(depth int) task[int]
	deep = func(depth int) task[int] {
		return func() (int, error) {
			if depth == 0 {
				return 1, failure
			}
			sum := 0
			values, err := collect.All(deep(depth-1), deep(depth-1))
			for _, v := range values {
				sum += v
			}
			return sum, err
		}
	}
	a := start(c, "All in All", deep(3))
	a.call.Returns("A task called All, whose tasks called All again, and so on. An All must not keep another one from running: hold no lock while tasks run")
	gives(a, []int{8}, "A task called All, whose tasks called All again, and so on")
	a.keeps([]error{failure}, "A task called All, whose tasks called All again, and so on, and the innermost failed")

	levels := c.Amount(1100, 50) // more than the limits that people choose
	var chain func(level int) task[int]
	chain = func(level int) task[int] {
		return func() (int, error) {
			if level == 0 {
				return 1, failure
			}
			values, err := collect.All(chain(level - 1))
			return 1 + values[0], err
		}
	}
	a = start(c, "All in All", chain(levels))
	how := fmt.Sprintf("A task called All, whose task called All again, and so on, %d levels deep", levels)
	a.call.Returns(how + ". There is no limit to how many Alls run at the same time")
	gives(a, []int{levels + 1}, how)
	a.keeps([]error{failure}, how+", and the innermost failed")
}

// kept has one goroutine call All again and again, and looks whether the values that it
// was given stay as they were.
func kept(c *check.C) {
	const alls, n = 6, 400 // more than what people think small enough to make anew
	var values, were [alls][]int
	changed := -1
	c.Go("All", func() error {
		for k := range alls {
			tasks := make([]task[int], n)
			for i := range tasks {
				tasks[i] = func() (int, error) { return k*n + i, nil }
			}
			values[k], _ = collect.All(tasks...)
			were[k] = slices.Clone(values[k])
			for earlier := range k {
				if !slices.Equal(values[earlier], were[earlier]) {
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
		if got := values[changed][i]; got != was {
			c.Fail(check.Mistake{
				Message: fmt.Sprintf("A caller of All kept the values that it gave, and called All again. Now value %d of the earlier call is another one. What All returns is its caller's from then on: make a slice for each call, and use none again", i),
				Got:     show(got), Expected: show(was),
			})
		}
	}
}
