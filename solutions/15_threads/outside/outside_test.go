package outside_test

import (
	"fmt"
	"runtime"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/calltest"
)

func TestMain(m *testing.M) { outside.Main(m) }

// TestSeenByTheMachine is about what the inside checks ask the runtime about. Here it
// is the kernel that counts the threads, and another process that looks.
func TestSeenByTheMachine(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		p := calltest.Start(c)
		ends := []string{"return", "panic", "exit"}
		// Of threads that serve others the runtime keeps some, more with every processor
		// and on a busy machine: 17 were seen with 8. A third of the tasks' is to be more.
		n := 64 + 8*runtime.GOMAXPROCS(0) + c.Rand().IntN(16)
		calls := p.Calls(calltest.Names(c, "task", n)...)
		p.Do("spawn", calltest.NamesOf(calls)...).Answers("Spawn starts the task and does not wait for it.", "spawned")
		began := ownThreads(c, calls)
		most, seen := p.Threads()
		if seen && most < n {
			c.Failf("%d tasks are at work, and the process has %d threads. Each task has a thread of its own for as long as it is at work: call runtime.LockOSThread on the task's goroutine", n, most)
		}

		said := calltest.Words(c, "the end of a task", n)
		for i, k := range calls {
			if ends[i%3] == "exit" {
				said[i] = ""
			}
			k.Tell(ends[i%3], said[i])
		}
		for i, k := range calls {
			k.Says("A task must be on the same thread from its first line to its last, though it waited meanwhile: do not unlock before f has returned.", "thread", began[i])
			k.Says("A deferred call of a task must run on the task's thread, too: do not unlock before f's deferred calls have run.", "deferred", began[i])
			p.Do("join", k.Name).Answers("The task is over, and Join gives what it returned, the value of its panic, or an error that tells of runtime.Goexit.", ends[i%3], said[i])
		}
		if seen && !p.Await(func() bool { now, ok := p.Threads(); return !ok || now <= most-n+n/4 }) {
			now, _ := p.Threads()
			c.Failf("%d tasks are over, and too many of their threads are still there: the machine saw %d threads while they were at work, and sees %d now. A goroutine that ends while it is locked takes its thread along, and one that unlocks gives it to others: leave it locked, on every way out", n, most, now)
		}
		p.Once("f", calls)
		p.Alive("A task that panicked or called runtime.Goexit ends nothing but itself.")
	})
}

// ownThreads awaits that all tasks are at work at once, each on another thread, and
// gives the kernel's numbers of these.
func ownThreads(c *outside.C, calls []*calltest.Call) []string {
	began := make([]string, len(calls))
	of := map[string]int{}
	for i, k := range calls {
		k.Begins(fmt.Sprintf("%d tasks were spawned, and none of them is told to end before all have begun. Each has a thread of its own from the start: no pool, no queue, no limit.", len(calls)))
		heard := k.Hear("A task that has begun says on which thread it is.")
		began[i] = heard[len(heard)-1]
		if other, taken := of[began[i]]; taken && began[i] != "" {
			c.Failf("Tasks %d and %d are at work at the same time and were on one and the same thread. The scheduler puts goroutines on whatever thread is free: call runtime.LockOSThread on the task's goroutine, before f", other+1, i+1)
		}
		of[began[i]] = i
	}
	return began
}
