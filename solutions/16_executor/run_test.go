package executor_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	executor "workbook/solutions/16_executor"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	runIt  = "Run must return when all tasks are over"
	turnIt = "Only the task that has its turn may run, and the next turn belongs to the one that is first in the queue"
)

// goexit is runtime.Goexit, from a place where the compiler does not know that
// nothing comes after it.
func goexit() { runtime.Goexit() }

// A diary is what the tasks of a check write, in their turns. Nothing guards it: if
// two tasks run at one time, the race detector sees it here.
type diary struct {
	c     *check.C
	e     *executor.Executor
	lines []string
	tasks int // that were spawned
}

func newDiary(c *check.C) *diary {
	e := executor.New()
	if e == nil {
		c.Failf("New gave a nil *Executor")
	}
	return &diary{c: c, e: e}
}

func (d *diary) note(line string) {
	d.lines = append(d.lines, line)
	d.c.Note("notes " + line)
}

// spawn spawns a task, and fails if that does not return.
func (d *diary) spawn(f func()) *executor.Task {
	var t *executor.Task
	d.tasks++
	name := fmt.Sprintf("task %d", d.tasks)
	d.c.Go("Spawn", func() error {
		t = d.e.Spawn(func() {
			defer d.c.Task(name)()
			f()
		})
		return nil
	}).Returns("Spawn must return at once: it puts the task into the queue, whatever the length of that, and leaves the running to Run")
	if t == nil {
		d.c.Failf("Spawn returned a nil *Task. The caller needs it to join the task")
	}
	return t
}

// steps is a task that notes its name as often as it has turns.
func (d *diary) steps(name string, n int) func() {
	return func() {
		for i := range n {
			if i > 0 {
				d.e.Yield()
			}
			d.note(fmt.Sprintf("%s%d", name, i+1))
		}
	}
}

// run calls Run, which must return, and gives its error.
func (d *diary) run(why string) error {
	return d.c.Go("Run", d.e.Run).Returns(why)
}

// runs calls Run, which must return nil.
func (d *diary) runs(why string) {
	err := d.run(why)
	if check.Wraps(err, executor.ErrDeadlock) {
		d.c.Failf("Run told of a deadlock, and there was none: every task could go on. %s. Was a task lost on the way to the queue, or put aside for one that is over?", why)
	}
	if err != nil {
		d.c.Fail(check.Mistake{
			Message: "All tasks have returned, there was no deadlock, and Run gave an error",
			Got:     fmt.Sprintf("an error of type %T: %v", err, err), Expected: "nil",
		})
	}
}

// reads compares what was noted with what must be.
func (d *diary) reads(want string, why string) {
	lines := strings.Fields(want)
	at := 0
	for at < len(d.lines) && at < len(lines) && d.lines[at] == lines[at] {
		at++
	}
	switch {
	case at < len(d.lines):
		d.c.Fail(check.Mistake{
			Message: fmt.Sprintf("%s. What the tasks noted differs from note %d on", why, at+1),
			Got:     around(d.lines, at), Expected: around(lines, at),
		})
	case at < len(lines):
		d.c.Fail(check.Mistake{
			Message: fmt.Sprintf("%s. The tasks noted %d things, and the rest is missing", why, at),
			Got:     around(d.lines, at), Expected: around(lines, at),
		})
	}
}

// around shows the notes before and after a place.
func around(lines []string, at int) string {
	from, to := max(0, at-12), min(len(lines), at+6)
	text := strings.Join(lines[from:to], " ")
	if from > 0 {
		text = "... " + text
	}
	if to < len(lines) {
		text += " ..."
	}
	return text
}

// ending says how a task ended, in the words of what Join gives.
func ending(err error) string {
	var p *executor.PanicError
	switch {
	case err == nil:
		return "returned"
	case check.Wraps(err, executor.ErrDeadlock):
		return "deadlock"
	case check.Wraps(err, executor.ErrExited):
		return "exited"
	case errors.As(err, &p) && p != nil:
		return fmt.Sprintf("panicked-with-%v", p.Value)
	}
	return fmt.Sprintf("an-error-of-type-%T", err)
}
