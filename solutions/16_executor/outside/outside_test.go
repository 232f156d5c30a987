package outside_test

import (
	"fmt"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/calltest"
)

func TestMain(m *testing.M) { outside.Main(m) }

// TestTurnsFromOutside tells each task in its turn what to do next, which is chosen only
// then and at random, and knows from the contract alone whose turn comes after it.
func TestTurnsFromOutside(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		p := calltest.Start(c)
		for round := range 3 {
			play(c, p, round)
		}
		p.Alive("A task that panicked or called runtime.Goexit ends nothing but itself.")
	})
}

// play is one Run of some tasks, which do at most steps things before they end.
func play(c *outside.C, p *calltest.Program, round int) {
	const tasks, roots, steps = 14, 3, 70
	w := &world{c: c, left: steps}
	for _, k := range p.Calls(calltest.Names(c, fmt.Sprintf("task of Run %d,", round+1), tasks)...) {
		w.tasks = append(w.tasks, &task{Call: k})
	}
	var names []string
	for range roots {
		names = append(names, w.spawn().Name)
	}
	run := p.Do("run", names...)
	for w.next() {
		run.Quiet("Run returned, and a task was not over")
		w.turn()
	}
	var begun []*calltest.Call
	for _, t := range w.spawned {
		begun = append(begun, t.Call)
	}
	run.Answers("Run returned when all tasks were over. It tells of every task that did not return, and of a deadlock; and every Join of a task gives how that task ended.", w.told()...)
	p.Once("the function of a task", begun)
}

// A task is what the contract says of one.
type task struct {
	*calltest.Call
	state string // what it will say at its next turn; empty before its first one
	hears string // what its Join gives then
	joins *task  // it waits for that one
	ended string // how; empty while it is not over
}

// A world is what the contract says of an executor: whose turn it is, who comes next.
type world struct {
	c        *outside.C
	tasks    []*task // those that are not spawned yet come after the others
	spawned  []*task
	queue    []*task
	waiting  []*task // in Join
	current  *task
	deadlock bool
	left     int // things to do
}

func (w *world) spawn() *task {
	t := w.tasks[len(w.spawned)]
	w.spawned = append(w.spawned, t)
	w.queue = append(w.queue, t)
	return t
}

// next finds whose turn it is, and reports false when all are over.
func (w *world) next() bool {
	if len(w.queue) == 0 {
		for _, t := range w.waiting {
			t.joins, t.hears, w.deadlock = nil, "is in a deadlock", true
		}
		w.queue, w.waiting = w.waiting, nil
	}
	if len(w.queue) == 0 {
		return false
	}
	w.current, w.queue = w.queue[0], w.queue[1:]
	return true
}

const whose = "It must be this task's turn now: the turn goes to the first task in the queue, when the one before yields, joins a task that is not over, or ends."

// turn is the whole turn of the current task.
func (w *world) turn() {
	t := w.current
	switch t.state {
	case "":
		t.Begins(whose)
	case "has joined":
		t.Says(whose+" Its Join gives how the other task ended, or tells of a deadlock.", t.state, t.hears)
	default:
		t.Says(whose, t.state)
	}
	for w.act(t) {
	}
}

// act lets the task do something, and reports whether it keeps its turn.
func (w *world) act(t *task) bool {
	for _, other := range w.spawned {
		if other != t && other.state != "" && other.ended == "" {
			other.Quiet("Two tasks run at the same time: this one does not have the turn. Only one runs, until it yields, joins a task that is not over, or ends")
		}
	}
	w.left--
	switch n := w.c.Rand().IntN(20); {
	case w.left < 0 || n == 0:
		return w.end(t, "returned", "return")
	case n == 1:
		why := fmt.Sprintf("%08x", w.c.Rand().Uint32())
		return w.end(t, "panicked with "+why, "panic", why)
	case n == 2:
		return w.end(t, "exited", "exit")
	case n < 7 && len(w.spawned) < len(w.tasks):
		t.Tell("spawn", w.spawn().Name)
		t.Says("Spawn puts a task into the queue and returns, and its caller keeps the turn.", "has spawned")
		return true
	case n < 13:
		return w.join(t, w.spawned[w.c.Rand().IntN(len(w.spawned))])
	}
	t.state = "has its turn again"
	w.queue = append(w.queue, t)
	t.Tell("yield")
	return false
}

func (w *world) join(t, other *task) bool {
	t.Tell("join", other.Name)
	t.state = "has joined"
	if other.ended != "" {
		t.Says("Join of a task that is over returns at once, gives how that task ended, and its caller keeps the turn.", t.state, other.ended)
		return true
	}
	t.joins = other
	w.waiting = append(w.waiting, t)
	return false
}

func (w *world) end(t *task, how string, tell ...string) bool {
	t.ended = how
	t.Tell(tell...)
	var others []*task
	for _, j := range w.waiting {
		if j.joins == t {
			j.joins, j.hears = nil, how
			w.queue = append(w.queue, j)
		} else {
			others = append(others, j)
		}
	}
	w.waiting = others
	return false
}

// told is what the subject program must answer when Run has returned.
func (w *world) told() []string {
	answer := []string{"Run gave nil"}
	if w.deadlock {
		answer = append(answer, "which tells of a deadlock")
	}
	for _, t := range w.spawned {
		answer = append(answer, t.Name+" "+t.ended)
		if t.ended != "returned" || w.deadlock {
			answer[0] = "Run gave an error"
		}
	}
	return answer
}
