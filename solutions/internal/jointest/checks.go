package jointest

import (
	"fmt"

	"workbook/grader/check"
)

// A Joiner is a [Joining] or an [Outcome].
type Joiner interface {
	Ended() bool
	call() *check.Call
}

// A Task joins one task that was spawned, on a goroutine of its own, which first
// waits until start is closed, unless it is nil.
type Task[J Joiner] func(who string, start <-chan struct{}) J

// A Spawner spawns f and gives what joins it.
type Spawner[T any, J Joiner] func(c *check.C, f func() T) Task[J]

// Crowd is CrowdOf a hundred.
func Crowd[T any, J Joiner](c *check.C, spawn Spawner[T, J], how string, end func() T, see func(J)) {
	CrowdOf(100, c, spawn, how, end, see)
}

// CrowdOf lets n goroutines join a task before its end, some after it at once, and two
// more, one after the other. Each is handed to see when it has returned. how says how
// the task ends.
func CrowdOf[T any, J Joiner](n int, c *check.C, spawn Spawner[T, J], how string, end func() T, see func(J)) {
	work := c.Gate("the task's work")
	join := spawn(c, func() T { work.Wait(); return end() })

	// A plain channel: nothing but the learner's code orders the joiners, so that
	// the race detector sees all of them at once.
	joiners := atOnce(c, join, "joiner", n)
	for _, j := range joiners {
		if j.Ended() {
			j.call().StillRunning("With many joiners at once, Join returned while the task was still at work")
		}
	}
	work.Open()
	for _, j := range joiners {
		j.call().Returns(fmt.Sprintf("%s, %d goroutines were waiting in Join, and one of them never got an answer. The end of a task must wake all who wait: a value on a channel wakes one, closing the channel wakes everybody", how, n))
		see(j)
	}
	for _, j := range atOnce(c, join, "late joiner", 20) {
		j.call().Returns(fmt.Sprintf("%s, %d goroutines have joined it, and one of those that came later, all at once, never got an answer. Every Join gives the same answer, before the task's end and after it", how, n))
		see(j)
	}
	for _, who := range []string{"a late joiner", "one more joiner"} {
		see(join(who, nil))
	}
}

// atOnce lets n goroutines join a task at the same time.
func atOnce[J Joiner](c *check.C, join Task[J], who string, n int) []J {
	start := make(chan struct{})
	joiners := make([]J, n)
	for i := range joiners {
		joiners[i] = join(fmt.Sprintf("%s %d", who, i+1), start)
	}
	c.Settle()
	close(start)
	c.Settle()
	return joiners
}

// Waits lets somebody join a task that is at work, and sees that Join waits for the
// end of it, deferred calls included. meanwhile is called while the task is at
// work. It gives the Join when nothing is left to wait for, and what the task
// returned.
func Waits[J Joiner](c *check.C, spawn Spawner[int, J], meanwhile func()) (J, int) {
	want := 1 + c.Rand().IntN(1_000_000)
	work, deferred := c.Gate("the task's work"), c.Gate("the task's deferred call")
	join := spawn(c, func() int {
		defer deferred.Wait()
		work.Wait()
		return want
	})
	work.Arrived(1, "The task has not started, though Spawn has returned. A task runs whether or not it is joined")
	j := join("joiner", nil)
	j.call().StillRunning("Join returned while the task was still at work. It has to wait for the end, as its value is not there before")
	meanwhile()
	j.call().StillRunning("Join returned while the task was still at work, after a time in which others could have come to their end. It has no time limit: nobody but the task knows how long it takes")
	work.Open()
	deferred.Arrived(1, "The task's deferred call was not run")
	j.call().StillRunning("Join returned while a deferred call of the task was still running. A task is over when its function is, deferred calls included")
	deferred.Open()
	return j, want
}
