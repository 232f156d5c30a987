package executor_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	executor "workbook/solutions/16_executor"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestJoin(t *testing.T) {
	check.Run(t, func(c *check.C) {
		d := newDiary(c)
		var target *executor.Task
		joiner := func(name string) func() {
			return func() {
				d.note(name + "-joins")
				d.note(name + "-" + ending(target.Join()))
				d.e.Yield()
				d.note(name + "-again-" + ending(target.Join()))
			}
		}
		d.spawn(joiner("x"))
		target = d.spawn(d.steps("t", 3))
		d.spawn(joiner("y"))
		d.spawn(d.steps("o", 5))
		d.spawn(joiner("z"))
		d.runs("Tasks joined a task, which returned. The end of a task must put all that wait for it into the queue again")
		d.reads("x-joins t1 y-joins o1 z-joins t2 o2 t3 o3 x-returned y-returned z-returned o4 x-again-returned y-again-returned z-again-returned o5",
			"A task in Join is not in the queue; when the task that it waits for ends, its joiners go to the end of the queue, in the order in which they called Join")

		at := newDiary(c)
		over := at.spawn(at.steps("t", 1))
		at.spawn(func() {
			at.note("a1")
			_ = over.Join()
			_ = over.Join()
			at.note("a2")
		})
		at.spawn(at.steps("b", 1))
		at.runs(runIt)
		at.reads("t1 a1 a2 b1", "Join of a task that is over returns at once, and the caller keeps its turn")
	})
}

func TestPanic(t *testing.T) {
	check.Run(t, func(c *check.C) {
		values := append(panictest.Values(c),
			panictest.Value{What: "a text of 100 KiB", Value: strings.Repeat("%s 100%\n", 13_000)},
			panictest.Value{What: "ErrDeadlock, as a task does that takes the error of a Join no other way", Value: executor.ErrDeadlock},
			panictest.Value{What: "ErrExited, as a task does that takes the error of a Join no other way", Value: executor.ErrExited})
		for _, v := range values {
			d := newDiary(c)
			var told error
			bad := d.spawn(func() {
				defer d.note("deferred")
				defer d.e.Yield()
				d.note("a1")
				panic(v.Value)
			})
			d.spawn(d.steps("b", 3))
			d.spawn(func() { told = bad.Join(); d.note("c") })
			err := d.run("A task panicked. That is the end of this task, and the others must have their turns")
			d.reads("a1 b1 deferred b2 c b3", "A task panicked, and had a deferred call that yields. It is over when its deferred calls are, and then the others go on as ever")
			var p *executor.PanicError
			if !errors.As(told, &p) || p == nil {
				c.Fail(check.Mistake{
					Message: "A task panicked with " + v.What + ", and the task that joined it was not given a *PanicError",
					Got:     fmt.Sprintf("an error of type %T: %v", told, told), Expected: "a *PanicError",
				})
			}
			if told != error(p) {
				c.Fail(check.Mistake{
					Message: "A task panicked with " + v.What + ", and the task that joined it was given another error around the *PanicError. Join gives the *PanicError itself, the same to everybody: only then is it one of those that Run tells of",
					Got:     fmt.Sprintf("an error of type %T", told), Expected: "the *PanicError",
				})
			}
			if !panictest.Same(p.Value, v.Value) {
				c.Fail(check.Mistake{
					Message: "A task panicked with " + v.What + ". The Value of the *PanicError must be the very value, not a text or an error about it",
					Got:     panictest.Show(p.Value), Expected: panictest.Show(v.Value),
				})
			}
			var again *executor.PanicError
			if errors.As(bad.Join(), &again); again != p {
				c.Failf("A task panicked with %s, and two Joins of it gave two *PanicErrors. It is the same one each time: make it where the panic is recovered, and not anew in each Join, or nobody can tell that it is one and the same panic", v.What)
			}
			if !check.Wraps(err, p) {
				c.Fail(check.Mistake{
					Message: "A task panicked, and the error of Run does not wrap the *PanicError that Join gave. A panic that nobody joins must be heard of, so Run tells of all; errors.Join puts errors together",
					Got:     fmt.Sprint(err), Expected: fmt.Sprintf("an error that wraps %v", p),
				})
			}
		}
		panicsWithAPanic(c)
		for _, v := range []struct {
			what string
			f    func(seen *any)
		}{
			{"called panic(nil), for which Go panics with a *runtime.PanicNilError", panictest.Nil},
			{"wrote to a nil map, for which the runtime panics with an error of its own", panictest.NilMap},
			{"called runtime.Goexit, and panicked in a deferred call on its way out, which counts", exitThenPanic},
		} {
			d := newDiary(c)
			var seen any
			d.spawn(func() { v.f(&seen) })
			err := d.run(runIt)
			var p *executor.PanicError
			if !errors.As(err, &p) || p == nil {
				c.Failf("A task %s, and Run did not tell of a panic", v.what)
			}
			if !panictest.Same(p.Value, seen) {
				c.Fail(check.Mistake{
					Message: "A task " + v.what + ". The Value of the *PanicError must be what recover gave",
					Got:     panictest.Show(p.Value), Expected: panictest.Show(seen),
				})
			}
		}
	})
}

// panicsWithAPanic has a task panic with what the Join of another one has told it.
func panicsWithAPanic(c *check.C) {
	d := newDiary(c)
	first := d.spawn(func() { panic("the first panic") })
	second := d.spawn(func() { panic(first.Join()) })
	d.run("A task panicked with the error that the Join of another one gave. " + runIt)
	var p *executor.PanicError
	if err := second.Join(); !errors.As(err, &p) || p == nil || any(p.Value) != any(first.Join()) {
		c.Fail(check.Mistake{
			Message: "A task panicked with the *PanicError that it had from the Join of another task. It is a value like any other: the second task has a *PanicError of its own, and the first one's is the Value in it",
			Got:     show(err), Expected: "a *PanicError whose Value is the other *PanicError",
		})
	}
}

// show is the error of a Join for people.
func show(err error) string {
	var p *executor.PanicError
	if errors.As(err, &p) && p != nil {
		return "a *PanicError whose Value is " + panictest.Show(p.Value)
	}
	return fmt.Sprintf("an error of type %T: %v", err, err)
}

// exitThenPanic leaves by Goexit, and panics on the way out.
func exitThenPanic(seen *any) {
	defer func() {
		*seen = "a panic in a deferred call"
		panic(*seen)
	}()
	goexit()
}

func TestEveryErrorIsTold(t *testing.T) {
	check.Run(t, func(c *check.C) {
		d := newDiary(c)
		values := []int{c.Rand().Int(), c.Rand().Int()}
		var tasks []*executor.Task
		for _, v := range values {
			tasks = append(tasks, d.spawn(func() { panic(v) }))
		}
		d.spawn(goexit)
		own := d.spawn(func() {
			defer func() { _ = recover() }()
			panic("the task's own business")
		})
		var self *executor.Task
		self = d.spawn(func() { _ = self.Join() })
		err := d.run("Tasks panicked, called runtime.Goexit, and joined themselves. Run must come to its end all the same")
		for i, task := range tasks {
			if failure := task.Join(); failure == nil || !check.Wraps(err, failure) {
				c.Failf("Two tasks panicked, and the error of Run does not wrap that of task %d. No error may be lost, the first as little as the last", i+1)
			}
		}
		if failure := own.Join(); failure != nil {
			c.Failf("A task recovered a panic of its own and returned, and Join of it gave an error: %v", failure)
		}
		if !check.Wraps(err, executor.ErrExited) {
			c.Failf("A task called runtime.Goexit, others panicked, and the error of Run does not wrap ErrExited")
		}
		if !check.Wraps(err, executor.ErrDeadlock) {
			c.Failf("There was a deadlock, others panicked, and the error of Run does not wrap ErrDeadlock")
		}
		toldAgain(c)
	})
}

// toldAgain has the same happen in two Runs of one executor.
func toldAgain(c *check.C) {
	d := newDiary(c)
	for _, which := range []string{"first", "second"} {
		bad, twin := d.spawn(func() { panic("the same text") }), d.spawn(func() { panic("the same text") })
		d.spawn(goexit)
		var self *executor.Task
		self = d.spawn(func() { _ = self.Join() })
		err := d.run("Two tasks panicked, one called runtime.Goexit and one joined itself, in the " + which + " Run of an executor. " + runIt)
		for _, want := range []error{bad.Join(), twin.Join(), executor.ErrExited, executor.ErrDeadlock} {
			if !check.Wraps(err, want) {
				c.Fail(check.Mistake{
					Message: "Two tasks panicked with the same text, one called runtime.Goexit and one joined itself, in the first and again in the second Run of an executor, and the error of the " + which + " Run does not wrap all that happened in it. Each Run tells of its own tasks, and of a deadlock that it saw, whatever was told before",
					Got:     fmt.Sprint(err), Expected: fmt.Sprintf("an error that wraps %q", want),
				})
			}
		}
	}
}

func TestGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		d := newDiary(c)
		exits := d.spawn(func() {
			d.note("a1")
			d.e.Yield()
			goexit()
		})
		d.spawn(func() { d.note("b-" + ending(exits.Join())) })
		d.spawn(d.steps("c", 3))
		err := d.run("A task called runtime.Goexit. That ends the task, though it neither returns nor panics, and the others must have their turns: hand on the turn in a deferred call")
		d.reads("a1 c1 c2 b-exited c3", "A task called runtime.Goexit: it is over, Join gives ErrExited, and the others go on")
		if !check.Wraps(err, executor.ErrExited) {
			c.Failf("A task called runtime.Goexit, and the error of Run does not wrap ErrExited")
		}
	})
}

const stuckIt = "The queue is empty, and tasks wait in Join for each other: nobody can ever wake them. Run must see that and let them go on, with ErrDeadlock from Join"

func TestDeadlock(t *testing.T) {
	check.Run(t, func(c *check.C) {
		self := newDiary(c)
		var itself *executor.Task
		itself = self.spawn(func() { self.note(ending(itself.Join())) })
		told(c, self.run("A task joined itself. "+stuckIt))
		self.reads("deadlock", "A task joined itself. "+stuckIt)

		d := newDiary(c)
		var a, b *executor.Task
		a = d.spawn(func() { d.note("a-" + ending(b.Join())) })
		d.spawn(func() { d.note("x-" + ending(a.Join())) })
		b = d.spawn(func() {
			d.note("b-" + ending(a.Join()))
			d.e.Yield()
			n := d.e.Spawn(d.steps("n", 2))
			d.note("b-" + ending(n.Join()))
		})
		d.spawn(d.steps("o", 3))
		told(c, d.run("Two tasks joined each other, and a third one joined one of them. "+stuckIt+". They are joiners of nobody then, so that the end of a task does not put them into the queue once more"))
		d.reads("o1 o2 o3 a-deadlock x-deadlock b-deadlock n1 n2 b-returned",
			"Two tasks joined each other, and a third one joined one of them. As long as another task is in the queue there is no deadlock. Then every Join that waits gives ErrDeadlock, and the tasks go on in the order in which they called Join. A later Join knows nothing of it")

		twice := newDiary(c)
		var first, second *executor.Task
		busy := twice.spawn(twice.steps("o", 3))
		first = twice.spawn(func() {
			twice.note("a-" + ending(second.Join()))
			twice.note("a-" + ending(second.Join()))
		})
		second = twice.spawn(func() {
			twice.note("b-" + ending(first.Join()))
			twice.note("b-" + ending(busy.Join()))
			twice.note("b-" + ending(first.Join()))
		})
		told(c, twice.run("Two tasks joined each other, were told of the deadlock, and the second joined others after it. "+stuckIt))
		twice.reads("o1 o2 o3 a-deadlock b-deadlock b-returned a-deadlock b-deadlock",
			"Two tasks joined each other twice. A deadlock that is over must not be heard of again in another Join, and a new one must, in the order of the Joins that wait")
	})
}

// told fails the check when Run did not tell of a deadlock.
func told(c *check.C, err error) {
	if err == nil {
		c.Failf("There was a deadlock, and Run gave nil, as if all were well. An empty queue is not the end as long as tasks wait in Join, and whoever calls Run must learn of it")
	}
	if !check.Wraps(err, executor.ErrDeadlock) {
		c.Fail(check.Mistake{
			Message: "There was a deadlock, and the error of Run does not wrap ErrDeadlock. Whoever calls Run must learn of it",
			Got:     fmt.Sprintf("an error of type %T: %v", err, err), Expected: "an error that wraps ErrDeadlock",
		})
	}
}
