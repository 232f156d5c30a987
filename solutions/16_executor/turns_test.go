package executor_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	executor "workbook/solutions/16_executor"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
)

func TestRunsTasks(t *testing.T) {
	check.Run(t, func(c *check.C) {
		newDiary(c).runs("Run of an executor without tasks must return at once")
		d := newDiary(c)
		for _, name := range []string{"a", "b", "c"} {
			d.spawn(func() { d.note(name) })
		}
		c.Settle()
		if len(d.lines) > 0 {
			c.Failf("A task ran before Run was called. Spawn only puts it into the queue")
		}
		d.runs(runIt)
		d.reads("a b c", "Three tasks were spawned, and Run must run them in that order")
	})
}

func TestSpawnStartsNothing(t *testing.T) {
	check.Run(t, func(c *check.C) {
		d := newDiary(c)
		for range 3 {
			d.spawn(func() { d.note("ran") })
		}
		c.NoLeaks("Tasks were spawned, and Run was not called: no goroutine may have been started. It would wait for ever if nobody ever calls Run; start it when the task gets its first turn")
		if len(d.lines) > 0 {
			c.Failf("Run was not called, and %d tasks ran. Spawn only puts a task into the queue", len(d.lines))
		}

		const n = 50
		within := newDiary(c)
		started := 0
		within.spawn(func() {
			before := runtime.NumGoroutine() // all rest but this one
			for range n {
				within.e.Spawn(func() {})
			}
			started = runtime.NumGoroutine() - before
		})
		within.runs(runIt)
		if started >= n {
			c.Failf("A task that has the turn spawned %d others, and so many goroutines were there at once. Spawn starts nothing, whoever calls it: start the goroutine when its task gets its first turn, so that tasks in the queue cost next to nothing", n)
		}
	})
}

func TestOneAtATime(t *testing.T) {
	check.Run(t, func(c *check.C) {
		d := newDiary(c)
		gate := c.Gate("something that the executor knows nothing of")
		over := d.spawn(func() {})
		d.spawn(d.steps("a", 2))
		d.spawn(func() {
			gate.Wait()
			d.e.Yield()
			d.note("b")
		})
		d.spawn(d.steps("c", 2))
		run := c.Go("Run", d.e.Run)
		gate.Arrived(1, "The first task has yielded, so it is the second one's turn")
		run.StillRunning("Run returned while a task had its turn")
		d.reads("a1", "The second task has its turn and waits for something that the executor knows nothing of. It has not yielded, so nobody else may run")
		c.Go("Join of a task that is over", over.Join).
			AtOnce("A task is over, another one has its turn, and somebody who is no task joined the first: Join of a task that is over is called by anybody, at any time, and returns at once")
		jointest.Ages(c)
		run.StillRunning("Two hundred years have passed, and Run returned while a task had its turn")
		d.reads("a1", "A task kept its turn for two hundred years. Nobody takes a turn away: only who has it can end it")
		gate.Open()
		run.Returns(runIt)
		d.reads("a1 c1 a2 b c2", turnIt)
		fromOutside(c)
	})
}

// fromOutside lets somebody who is no task join one that is over, while others have their
// turns. Nothing but the learner's code puts the two in order, so that the race detector
// sees it when Join looks at more than at the task.
func fromOutside(c *check.C) {
	d := newDiary(c)
	begun := make(chan struct{})
	over := d.spawn(func() {})
	d.spawn(func() {
		close(begun)
		d.steps("a", 3)()
	})
	d.spawn(d.steps("b", 3))
	join := c.Go("Join of a task that is over", func() error {
		<-begun
		return over.Join()
	})
	c.Go("Run", d.e.Run).Returns(runIt)
	join.Returns("A task is over, others have their turns, and somebody who is no task joined the first: Join of a task that is over is called by anybody, at any time, and returns at once")
	d.reads("a1 b1 a2 b2 a3 b3", turnIt)
}

func TestNoPolling(t *testing.T) {
	check.Run(t, func(c *check.C) {
		d := newDiary(c)
		gate := c.Gate("the work of a task")
		var work *executor.Task
		d.spawn(func() { _ = work.Join() })
		d.spawn(d.e.Yield)
		work = d.spawn(gate.Wait)
		d.spawn(func() { _ = work.Join() })
		run := c.Go("Run", d.e.Run)
		gate.Arrived(1, "One task waits in Join, and another one has yielded: the third task must get its turn")
		c.NoPolling("While one task has its turn, everybody else must wait for an event: Run, the task that has not begun, the one in Yield and the one in Join. Nothing may look again and again whose turn it is")
		gate.Open()
		run.AtOnce("The turn of a task ended, and the next one must begin at once")
		run.Returns(runIt)
	})
}

func TestRoundRobin(t *testing.T) {
	check.Run(t, func(c *check.C) {
		alone := newDiary(c)
		alone.spawn(alone.steps("a", 3))
		alone.runs("A task yielded, and nobody else was in the queue: the next turn is its own again")
		alone.reads("a1 a2 a3", "A task that is alone gets every turn")

		d := newDiary(c)
		d.spawn(d.steps("a", 4))
		d.spawn(d.steps("b", 2))
		d.spawn(d.steps("c", 3))
		d.runs(runIt)
		d.reads("a1 b1 c1 a2 b2 c2 a3 c3 a4", "Yield puts the task at the end of the queue, so that each of the others has a turn before its next one")

		young := newDiary(c)
		young.spawn(func() {
			young.note("a1")
			young.e.Spawn(young.steps("child", 2))
			young.note("a2")
			young.e.Yield()
			young.note("a3")
			young.e.Yield()
			young.note("a4")
		})
		young.spawn(young.steps("b", 2))
		young.runs(runIt)
		young.reads("a1 a2 b1 child1 a3 b2 child2 a4", "A task spawned another one. That does not end its turn: the new task goes to the end of the queue, and the old one goes on")
	})
}

func TestManyTasks(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 500
		d := newDiary(c)
		var want strings.Builder
		for turn := range 2 {
			for i := range n {
				fmt.Fprintf(&want, "%d.%d ", i, turn+1)
			}
		}
		d.spawn(func() {
			var last *executor.Task
			for i := range n {
				before := last
				last = d.e.Spawn(func() {
					d.steps(fmt.Sprint(i, "."), 2)()
					if before != nil {
						_ = before.Join()
					}
				})
			}
			_ = last.Join()
			d.note("over")
		})
		d.runs(fmt.Sprintf("A task spawned %d others and joined the last of them. There is no limit to the queue", n))
		d.reads(want.String()+"over", fmt.Sprintf("%d tasks had two turns each", n))

		manyWait(c)

		const crowd = 20_000
		brief := newDiary(c)
		ran := 0
		c.Go("Spawn", func() error {
			for range crowd {
				brief.e.Spawn(func() { ran++ })
			}
			return nil
		}).Returns(fmt.Sprintf("Before Run, %d tasks were spawned. There is no limit to the queue, and Spawn never waits for room in it", crowd))
		brief.runs(fmt.Sprintf("%d tasks were in the queue, and each had one short turn", crowd))
		if ran != crowd {
			c.Failf("%d tasks were spawned, Run returned, and %d of them had run", crowd, ran)
		}

		queue := c.Amount(1<<16+4000, 100) // more than fit into the buffers that people choose
		unrun := newDiary(c)
		c.Go("Spawn", func() error {
			for range queue {
				unrun.e.Spawn(func() {})
			}
			return nil
		}).Returns(fmt.Sprintf("%d tasks were spawned, and Run was not called yet. There is no limit to the queue, and Spawn never waits for room in it", queue))
		joinsTheQueue(c)
	})
}

// joinsTheQueue has a task spawn others in its turn, when so many are in the queue that one
// which people choose as room for tasks is full, and the first place in it is free.
func joinsTheQueue(c *check.C) {
	for room := 1; room <= c.Amount(1<<12, 64); room *= 2 {
		e, at := executor.New(), 0
		var wrong int
		turn := func(number int) {
			if at++; at != number && wrong == 0 {
				wrong = at
			}
		}
		e.Spawn(func() {
			turn(1)
			e.Spawn(func() { turn(room + 1) })
			e.Spawn(func() { turn(room + 2) })
		})
		for i := 2; i <= room; i++ {
			e.Spawn(func() { turn(i) })
		}
		c.Go("Run", e.Run).Returns(runIt)
		if wrong > 0 || at != room+2 {
			c.Failf("%d tasks were in the queue, and the first of them spawned two more in its turn. %d had a turn, and turn %d was that of another task than the one that was first in the queue. A queue that moves to a larger place keeps its order", room, at, wrong)
		}
	}
}

// manyWait has many tasks wait for one, and then some of them for each other.
func manyWait(c *check.C) {
	n := c.Amount(1100, 100) // more than the limits that people choose
	const stuck = 100
	d := newDiary(c)
	target := d.spawn(func() {
		d.e.Yield()
		d.note("over")
	})
	tasks := make([]*executor.Task, n)
	for i := range tasks {
		tasks[i] = d.spawn(func() {
			d.note(fmt.Sprint(i, "-", ending(target.Join())))
			if i < stuck {
				d.note(fmt.Sprint(i, "-", ending(tasks[(i+1)%stuck].Join())))
			}
		})
	}
	told(c, d.run(fmt.Sprintf("%d tasks joined one, and when it was over, %d of them joined each other, in a ring. There is no limit to how many wait. %s", n, stuck, stuckIt)))
	var want strings.Builder
	want.WriteString("over")
	for i := range n {
		fmt.Fprintf(&want, " %d-returned", i)
	}
	for i := range stuck {
		fmt.Fprintf(&want, " %d-deadlock", i)
	}
	d.reads(want.String(), fmt.Sprintf("%d tasks joined one, and when it was over, %d of them joined each other, in a ring. All of them go on, in the order of their Joins", n, stuck))
}

func TestRunAgain(t *testing.T) {
	check.Run(t, func(c *check.C) {
		d := newDiary(c)
		number := c.Rand().Int()
		bad := d.spawn(func() { panic(number) })
		good := d.spawn(d.steps("a", 2))
		first := d.run(runIt)
		c.NoLeaks("Run has returned, so all its tasks are over, and their goroutines with them")
		for range 2 {
			if err := good.Join(); err != nil {
				c.Failf("A task has returned, Run is over, and Join of the task gave an error: %v. A task that is over can be joined by anybody, any number of times", err)
			}
			if err := bad.Join(); err == nil || !check.Wraps(first, err) {
				c.Failf("A task has panicked, Run is over, and Join of the task did not give the error that Run had told of. Every Join of a task gives the same error")
			}
		}
		together(c, good, bad)
		d.spawn(d.steps("b", 2))
		c.NoLeaks("Run has returned, a new task was spawned, and no Run is at work. Spawn puts a task into the queue and starts nothing, not even a goroutine, after a Run as before the first one")
		d.spawn(func() {
			if err := bad.Join(); err == nil {
				c.Failf("A task of the second Run joined a task of the first one, which had panicked, and was given nil")
			}
			d.note("c")
		})
		d.runsAnew()
		d.reads("a1 a2 b1 c b2", "After Run has returned, new tasks can be spawned and run")

		stuck := newDiary(c)
		var self *executor.Task
		self = stuck.spawn(func() { _ = self.Join() })
		stuck.run("A task joined itself. " + stuckIt)
		stuck.spawn(stuck.steps("a", 2))
		stuck.runsAnew()
		stuck.reads("a1 a2", "After a Run with a deadlock, new tasks can be spawned and run")
	})
}

// together lets several goroutines join tasks that are over, at the same time. Nothing but
// the learner's code puts them in order, so that the race detector sees them all.
func together(c *check.C, tasks ...*executor.Task) {
	start := make(chan struct{})
	var calls []*check.Call
	for i := range 8 {
		calls = append(calls, c.Go(fmt.Sprintf("Join %d of tasks that are over", i+1), func() error {
			<-start
			for _, t := range tasks {
				_ = t.Join()
			}
			return nil
		}))
	}
	c.Settle()
	close(start)
	for _, call := range calls {
		call.Returns("Tasks are over, and several goroutines joined them at the same time: Join of a task that is over is called by anybody, and returns at once")
	}
}

// runsAnew calls Run for the second time, which must return nil.
func (d *diary) runsAnew() {
	if err := d.run("Run was called a second time, with new tasks"); err != nil {
		d.c.Fail(check.Mistake{
			Message: "Run was called a second time, all tasks of this time returned, and Run gave an error. What happened in the first Run is told already: forget it when a Run begins",
			Got:     fmt.Sprintf("an error of type %T: %v", err, err), Expected: "nil",
		})
	}
}

// bothAtWork has a task of each of two executors in the middle of its turn, and the first of
// them goes on while the other has not.
func bothAtWork(c *check.C) {
	var runs [2]*check.Call
	var gates [2]*check.Gate
	diaries := [2]*diary{newDiary(c), newDiary(c)}
	for i, d := range diaries {
		gates[i] = c.Gate(fmt.Sprintf("the work of a task of executor %d", i+1))
		d.spawn(func() { d.note("a1"); gates[i].Wait(); d.e.Yield(); d.note("a2") })
		d.spawn(d.steps("b", 1))
		runs[i] = c.Go(fmt.Sprintf("Run of executor %d", i+1), d.e.Run)
		gates[i].Arrived(1, "The first task must get its turn, whatever another executor runs meanwhile")
	}
	for i, d := range diaries {
		const how = "Two executors had a task in the middle of its turn at the same time: whose turn it is belongs to one executor, and is no variable that all share"
		gates[i].Open()
		runs[i].Returns(how)
		d.reads("a1 b1 a2", how)
	}
}

func TestIndependent(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, second := newDiary(c), newDiary(c)
		gate := c.Gate("the work of a task of the first executor")
		first.spawn(func() {
			first.note("a1")
			gate.Wait()
			first.e.Yield()
			first.note("a2")
		})
		first.spawn(first.steps("b", 2))
		run := c.Go("Run of the first executor", first.e.Run)
		gate.Arrived(1, "The first task must get its turn")
		second.spawn(second.steps("c", 2))
		second.spawn(second.steps("d", 2))
		second.runs("A task of one executor is at work, and the tasks of another executor must get their turns meanwhile: each executor has its own queue, and nothing is shared")
		second.reads("c1 d1 c2 d2", "Each executor has its own queue")

		gate.Open()
		run.Returns("Another executor has run its tasks meanwhile, and Run of the first one must return when its own are over: whose turn it is belongs to one executor, and is no variable that all share")
		first.reads("a1 b1 a2 b2", "Each executor has its own queue, whatever another one has run meanwhile")

		bothAtWork(c)

		outer := newDiary(c)
		outer.spawn(func() {
			outer.note("a1")
			inner := executor.New()
			inner.Spawn(func() { outer.note("inner1"); inner.Yield(); outer.note("inner2") })
			if err := inner.Run(); err != nil {
				c.Failf("A task made an executor of its own and ran it, all its tasks returned, and Run gave the error %v", err)
			}
			outer.e.Yield()
			outer.note("a2")
		})
		outer.spawn(outer.steps("b", 2))
		outer.runs("A task may make an executor of its own and run it within its turn")
		outer.reads("a1 inner1 inner2 b1 a2 b2", "A task ran an executor of its own, which is part of that task's turn")
	})
}
