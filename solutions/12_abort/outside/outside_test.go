package outside_test

import (
	"context"
	"fmt"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/calltest"
)

func TestMain(m *testing.M) { outside.Main(m) }

// A task is one of the subject program's, which two goroutines join.
type task struct {
	*calltest.Call
	joins [2]*calltest.Answer
}

// TestSeenFromOutside is about what the inside checks look at more closely. Here it is
// seen by a process that the tasks are not part of.
func TestSeenFromOutside(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		p := calltest.Start(c)
		var tasks []task
		for _, k := range p.Calls(calltest.Names(c, "task", 18)...) {
			p.Do("spawn", k.Name).Answers("Spawn must return while its task is at work, which waits for another process", "spawned")
			k.Begins("A task calls another process as soon as it runs, and nobody joins it yet. A task runs whether or not it is joined")
			tasks = append(tasks, task{Call: k})
		}
		for i, k := range tasks {
			for j := range k.joins {
				tasks[i].joins[j] = p.Do("join", k.Name)
			}
		}
		order := c.Rand().Perm(len(tasks))
		for at, i := range order[:12] {
			abort(c, p, tasks[i])
			for _, other := range order[at+1:] {
				tasks[other].Quiet("One task was aborted, and the context of another one is over")
			}
			ends(c, p, tasks[i], at)
		}
		p.Do("end").Answers("The context that Spawn was given can be ended", "ended")
		for at, i := range order[12:] {
			tasks[i].Says("The context that Spawn was given is over, and that of a task, which is a child of it, is not", "over", context.Canceled.Error())
			ends(c, p, tasks[i], at)
		}
		p.Alive("Tasks that panicked, left or gave up must leave the program running")
	})
}

// abort aborts a task, which has to hear of it. Abort has to return while the task is
// still at work.
func abort(c *outside.C, p *calltest.Program, k task) {
	p.Do("abort", k.Name).Answers("Abort must return at once: it cancels the context of the task, and does not wait for the task, which is still at work", "aborted")
	k.Says("Abort was called, and the context of the task is not over, or with another error than context.Canceled", "over", context.Canceled.Error())
	for range c.Rand().IntN(2) {
		p.Do("abort", k.Name).Answers("Abort may be called any number of times", "aborted")
	}
	for _, j := range k.joins {
		j.Quiet("Abort was called, and Join returned while the task was still at work. Join waits for the end of the task, not for that of its context")
	}
}

// ends tells a task, whose context is over, in which way to end, and awaits its joiners.
func ends(c *outside.C, p *calltest.Program, k task, way int) {
	value, text := calltest.Words(c, "value", 1)[0], calltest.Words(c, "text", 1)[0]
	ways := []struct {
		how        string
		tell, want []string
	}{
		{"returned an error that wraps the one of its context", []string{"give up", value, text}, []string{"cancelled", "", text + ": " + context.Canceled.Error()}},
		{"returned a value and a nil error", []string{"return", value}, []string{"value", value}},
		{"returned a value and an error of its own", []string{"fail", value, text}, []string{"error", value, text}},
		{"returned an error with the text of context.Canceled, which wraps nothing", []string{"fail", value, context.Canceled.Error()}, []string{"error", value, context.Canceled.Error()}},
		{"panicked", []string{"panic", text}, []string{"panic", "", text}},
		{"called runtime.Goexit", []string{"exit"}, []string{"exit", ""}},
	}
	w := ways[way%len(ways)]
	k.Tell(w.tell...)
	why := fmt.Sprintf("The context of a task was over, and then the task %s, which another process told it to do. Join has to say so", w.how)
	for _, j := range k.joins {
		j.Answers(why, w.want...)
	}
	p.Do("abort", k.Name).Answers("Abort may be called after the end of the task", "aborted")
	p.Do("join", k.Name).Answers(why+", also after one more Abort", w.want...)
}
