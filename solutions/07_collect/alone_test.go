package collect_test

import (
	"slices"
	"sync/atomic"
	"testing"

	"workbook/grader/check"
)

func TestLeavesTasksAlone(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n, room = 30, 5
		work := c.Gate("the tasks' work")
		backing := make([]task[int], n+room) // All is given the first n
		missing := func() int {
			return slices.IndexFunc(backing, func(f task[int]) bool { return f == nil })
		}
		var asks asking
		var gone atomic.Int32
		gone.Store(-1)
		for i := range backing {
			backing[i] = func() (int, error) {
				if asks.by(i) {
					return i, nil
				}
				if k := missing(); k >= 0 { // a task reads the caller's slice
					gone.Store(int32(k))
				}
				work.Wait()
				return i, nil
			}
		}
		look := func(when string) {
			k := missing()
			if k < 0 {
				k = int(gone.Load())
			}
			is := "is empty " + when
			if k < 0 {
				k, is = asks.other(c, backing), "holds another task "+when+" than before"
			}
			switch {
			case k >= n:
				c.Failf("Place %d of the array behind the caller's slice of tasks %s. What is passed as tasks... is the caller's own slice and no copy: All must not append to it", k, is)
			case k >= 0:
				c.Failf("Place %d of the caller's slice of tasks %s. What is passed as tasks... is the caller's own slice and no copy: All must not write to it, not even for a while", k, is)
			}
		}
		a := startAfter(c, "All", nil, backing[:n]...) // the slice itself
		work.Arrived(n, startAll)
		look("while the tasks are at work")
		work.Open()
		a.call.Returns(endIt)
		look("after All")
	})
}

// An asking is how a check asks the tasks of a slice who they are, also while they are
// at work.
type asking struct {
	on  atomic.Bool
	who atomic.Int32 // the last task that was asked
}

// by reports whether a task is only asked, and notes that it is number i.
func (a *asking) by(i int) bool {
	if !a.on.Load() {
		return false
	}
	a.who.Store(int32(i))
	return true
}

// other gives the first place whose task is not the one of that number, or -1.
func (a *asking) other(c *check.C, tasks []task[int]) int {
	a.on.Store(true)
	defer a.on.Store(false)
	other := -1
	c.Go("a task of the caller's slice", func() error {
		for i, f := range tasks {
			a.who.Store(-1)
			if v, _ := f(); v != i || int(a.who.Load()) != i {
				other = i
				break
			}
		}
		return nil
	}).Returns("The caller called a task of its own slice, as it may. What is passed as tasks... is the caller's own slice and no copy: All must not write to it, not even for a while")
	return other
}
