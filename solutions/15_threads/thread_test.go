package threads_test

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"

	"workbook/solutions/15_threads"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

// locked reports whether the goroutine that calls it is locked to its thread. The
// runtime says so in the first line of a goroutine's trace, and locks no two
// goroutines to one thread.
func locked() bool {
	var buf [256]byte
	line, _, _ := strings.Cut(string(buf[:runtime.Stack(buf[:], false)]), "\n")
	return strings.Contains(line, "locked to thread")
}

// threadCount is how many threads the runtime has now.
func threadCount() int {
	s := []metrics.Sample{{Name: "/sched/threads/total:threads"}}
	metrics.Read(s)
	return int(s[0].Value.Uint64())
}

// thread notes for a picture, and gives, whether the goroutine that calls it is locked to its
// thread.
func thread(c *check.C, when string) bool {
	is := locked()
	if is {
		c.Note("is locked to its thread " + when)
	} else {
		c.Note("is not locked to its thread " + when)
	}
	return is
}

const lockIt = "Call runtime.LockOSThread at the beginning of the task's goroutine, before f"

func TestLocked(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		work := c.Gate("the task's work")
		var first, later, deferred, caller bool
		var h *threads.Handle[int]
		c.Go("Spawn", func() error {
			h = threads.Spawn(func() int {
				defer c.Task("the task")()
				defer func() { deferred = thread(c, "as f ends") }()
				first = thread(c, "as f begins")
				work.Wait()
				later = thread(c, "after f has waited")
				return want
			})
			caller = thread(c, "after Spawn")
			return nil
		}).Returns(jointest.StartIt)
		work.Arrived(1, "The task has not started, though Spawn has returned. A task runs whether or not it is joined")
		work.Open()
		join(c, "joiner", h).Gives(want, "The task returned its value")
		switch {
		case !first && caller:
			c.Failf("It is the caller of Spawn whose goroutine is locked to its thread, and not the task. LockOSThread locks the goroutine that calls it, and a go statement makes another one, which is not. " + lockIt)
		case !first:
			c.Failf("The goroutine that calls f is not locked to its thread. The scheduler may put it on another thread whenever it has waited, and run others on the thread that it left. " + lockIt)
		case !later, !deferred:
			c.Failf("The task began on a thread of its own and ended on just any. It keeps its thread until f has returned and its deferred calls have run: do not unlock before that")
		}
	})
}

func TestCallerStaysFree(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for locks := range 3 {
			for _, v := range []struct {
				how string
				end func()
			}{
				{"returned", func() {}},
				{"panicked", func() { panic("a panic in a task") }},
				{"called runtime.Goexit", panictest.Goexit},
			} {
				callerWith(c, locks, v.how, v.end)
			}
		}
	})
}

// callerWith looks at a caller of Spawn and Join that has locked its thread so often, and
// whose task ends in this way.
func callerWith(c *check.C, locks int, how string, end func()) {
	want := 1 + c.Rand().IntN(1_000_000)
	var spawned, joined, inTask bool
	unlocks := 0 // that it took to be free again
	var got int
	var err error
	c.Go("the caller", func() error {
		for range locks {
			runtime.LockOSThread()
		}
		h := threads.Spawn(func() int {
			defer c.Task("the task")()
			inTask = thread(c, "as f begins")
			end()
			return want
		})
		spawned = thread(c, "after Spawn")
		got, err = h.Join()
		joined = thread(c, "after Join")
		for locked() {
			runtime.UnlockOSThread()
			unlocks++
		}
		return nil
	}).Returns(jointest.EndIt)
	was := locks > 0
	name := "Spawn"
	if spawned == was {
		name = "Join"
	}
	switch {
	case was && !(spawned && joined):
		c.Failf("A goroutine that was locked to its thread called %s, and now it is not any more. The task %s. Your UnlockOSThread undid a lock of the caller's: both calls are about the goroutine that makes them", name, how)
	case !was && (spawned || joined):
		c.Failf("Whoever calls %s is locked to a thread after it. The caller asked for a thread for the task: it must stay as free as it was, or every program that spawns a task holds a thread for nothing. The task %s. %s", name, how, lockIt)
	case unlocks != locks:
		c.Fail(check.Mistake{
			Message: "A goroutine that had locked its thread called Spawn and Join, and its locks are not as many as before. They are counted, and yours and the caller's are the same count: make no call of LockOSThread or UnlockOSThread on the caller's goroutine",
			Got:     fmt.Sprintf("%d calls of UnlockOSThread made it free", unlocks), Expected: fmt.Sprint(locks),
		})
	case how == "returned" && (got != want || err != nil) || !inTask:
		c.Failf("The task must run f on a thread of its own, and Join must give what f returned and a nil error")
	}
}

func TestThreadsTogether(t *testing.T) {
	check.Run(t, func(c *check.C) {
		n := c.Amount(1010, 120) + c.Rand().IntN(60) // more than the limits that people choose
		before := threadCount()
		b := c.Barrier(n)
		var own atomic.Int32
		handles := make([]*threads.Handle[int], n)
		for i := range handles {
			handles[i] = spawn(c, func() int {
				if locked() {
					own.Add(1)
				}
				b.Arrive()
				return i
			})
		}
		b.All(fmt.Sprintf("%d tasks wait for each other, and they never met. Each has a thread of its own from the start: no pool, no queue, no limit", n))
		if int(own.Load()) != n {
			c.Failf("%d tasks were at work at the same time, and only %d of them on a thread of their own; the process has %d threads now and had %d before. %s", n, own.Load(), threadCount(), before, lockIt)
		}
		for i, h := range handles {
			join(c, fmt.Sprintf("joiner of task %d", i), h).Gives(i, "The task returned its number")
		}
	})
}

func TestThreadEnds(t *testing.T) {
	check.Run(t, func(c *check.C) {
		threadsEnd(c, ways[:1], "returned", true)
	})
}

func TestThreadEndsAnyway(t *testing.T) {
	check.Run(t, func(c *check.C) {
		threadsEnd(c, ways[1:2], "panicked", true)
		threadsEnd(c, ways[2:], "called runtime.Goexit", true)
	})
}

func TestNobodyJoins(t *testing.T) {
	check.Run(t, func(c *check.C) {
		threadsEnd(c, ways, "ended by a return, a panic or runtime.Goexit, and nobody joined them,", false)
	})
}

// ways are those in which a task ends.
var ways = []func() int{
	func() int { return 1 },
	func() int { panic("a panic in a task") },
	func() int { panictest.Goexit(); return 1 },
}

// threadsEnd lets many tasks come to their end at the same time, and looks whether
// their threads do. The tasks end in these ways, by turns, and how says so.
func threadsEnd(c *check.C, ways []func() int, how string, joinThem bool) {
	// The runtime may start a thread or two for each processor meanwhile. So there are
	// many tasks, and a quarter of their threads may be some of those.
	n := 64 + 8*runtime.GOMAXPROCS(0)
	work := c.Gate("the tasks' work")
	var own, over atomic.Int32
	handles := make([]*threads.Handle[int], n)
	for i := range handles {
		handles[i] = spawn(c, func() int {
			defer over.Add(1)
			if locked() {
				own.Add(1)
			}
			work.Wait()
			return ways[i%len(ways)]()
		})
	}
	work.Arrived(n, "Tasks have not started, though Spawn has returned. A task runs whether or not it is joined")
	if int(own.Load()) != n {
		c.Failf("Of %d tasks, %d are on a thread of their own. %s", n, own.Load(), lockIt)
	}
	most := threadCount()
	work.Open()
	for i, h := range handles {
		if joinThem {
			join(c, fmt.Sprintf("joiner of task %d", i), h).Call.Returns(jointest.EndIt)
		}
	}
	if !c.Await(func() bool { return int(over.Load()) >= n }) {
		c.Failf("Of %d tasks, %d came to their end. A task runs whether or not it is joined", n, over.Load())
	}
	if got := int(over.Load()); got > n {
		c.Failf("%d tasks were spawned, and f was called %d times. A task calls f once, however that call ends: whoever spawned it knows whether it may be tried again", n, got)
	}
	c.NoLeaks("Tasks " + how + " and a goroutine of theirs is still there, which keeps its thread. The end of a task must not wait for a joiner, or for other work")
	if !c.AwaitOutside(func() bool { return threadCount() <= most-n+n/4 }) {
		c.Failf("%d tasks %s and too many of their threads are still there: the process had %d threads while they were at work, and has %d now. A thread ends when its goroutine does, but only while it is still locked: after UnlockOSThread it goes back to the pool, for others to run on, with all that the task has changed about it. Leave it locked, on every way out", n, how, most, threadCount())
	}
}
