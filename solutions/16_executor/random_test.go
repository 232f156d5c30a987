package executor_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	executor "workbook/solutions/16_executor"

	"workbook/grader/check"
)

// A program says what each of its tasks does. The first few are spawned before Run.
type program struct {
	tasks [][]op
	roots int
}

// An op is one thing that a task does: a word, and the task that it is about.
type op struct {
	does string
	task int
}

func randomProgram(r *rand.Rand) program {
	p := program{tasks: make([][]op, 3+r.IntN(8)), roots: 1 + r.IntN(3)}
	for i := range p.tasks {
		for range r.IntN(6) {
			switch n := r.IntN(20); {
			case n < 9:
				p.tasks[i] = append(p.tasks[i], op{"yield", 0})
			case n < 18:
				p.tasks[i] = append(p.tasks[i], op{"join", r.IntN(len(p.tasks))})
			case n < 19:
				p.tasks[i] = append(p.tasks[i], op{"panic", 0})
			default:
				p.tasks[i] = append(p.tasks[i], op{"exit", 0})
			}
		}
	}
	for i := p.roots; i < len(p.tasks); i++ { // every other task is spawned by an older one
		parent := r.IntN(i)
		at := r.IntN(len(p.tasks[parent]) + 1)
		p.tasks[parent] = append(p.tasks[parent][:at:at], append([]op{{"spawn", i}}, p.tasks[parent][at:]...)...)
	}
	return p
}

// play runs the program on the learner's executor and gives what its tasks noted.
func (p program) play(d *diary) {
	tasks := make([]*executor.Task, len(p.tasks))
	var life func(i int) func()
	life = func(i int) func() {
		return func() {
			for _, o := range p.tasks[i] {
				switch o.does {
				case "yield":
					d.note(fmt.Sprintf("%d-yields", i))
					d.e.Yield()
				case "spawn":
					d.note(fmt.Sprintf("%d-spawns-%d", i, o.task))
					tasks[o.task] = d.e.Spawn(life(o.task))
				case "join":
					if tasks[o.task] == nil {
						continue
					}
					d.note(fmt.Sprintf("%d-joins-%d", i, o.task))
					d.note(fmt.Sprintf("%d-hears-%s", i, ending(tasks[o.task].Join())))
				case "panic":
					d.note(fmt.Sprintf("%d-panics", i))
					panic(i)
				case "exit":
					d.note(fmt.Sprintf("%d-exits", i))
					goexit()
				}
			}
			d.note(fmt.Sprintf("%d-returns", i))
		}
	}
	for i := range p.roots {
		tasks[i] = d.spawn(life(i))
	}
	_ = d.run("A program of tasks that spawn, yield, join, panic and exit must come to its end")
}

// A modelTask is what the model knows of a task.
type modelTask struct {
	spawned bool
	at      int    // the op that comes next
	ended   string // how; empty while it is not over
	joins   int    // the task that it waits for, or -1
	hears   string // what Join gives when the next turn comes
}

// model is what the contract says about the program, without any goroutine.
func (p program) model() string {
	var notes strings.Builder
	tasks := make([]modelTask, len(p.tasks))
	var queue, waiting []int
	for i := range p.roots {
		tasks[i].spawned = true
		queue = append(queue, i)
	}
	for len(queue)+len(waiting) > 0 {
		if len(queue) == 0 {
			for _, i := range waiting {
				tasks[i].joins, tasks[i].hears = -1, "deadlock"
			}
			queue, waiting = waiting, nil
		}
		i := queue[0]
		queue = queue[1:]
		t := &tasks[i]
		if t.hears != "" {
			fmt.Fprintf(&notes, "%d-hears-%s ", i, t.hears)
			t.hears = ""
		}
		switch p.turn(i, tasks, &queue, &notes) {
		case "yields":
			queue = append(queue, i)
		case "joins":
			waiting = append(waiting, i)
		default:
			var others []int
			for _, w := range waiting {
				if tasks[w].joins == i {
					tasks[w].hears = t.ended
					queue = append(queue, w)
				} else {
					others = append(others, w)
				}
			}
			waiting = others
		}
	}
	return notes.String()
}

// turn is one turn of a task, and says how it ended.
func (p program) turn(i int, tasks []modelTask, queue *[]int, notes *strings.Builder) string {
	t := &tasks[i]
	for t.at < len(p.tasks[i]) {
		o := p.tasks[i][t.at]
		t.at++
		switch o.does {
		case "yield":
			fmt.Fprintf(notes, "%d-yields ", i)
			return "yields"
		case "spawn":
			fmt.Fprintf(notes, "%d-spawns-%d ", i, o.task)
			tasks[o.task].spawned = true
			*queue = append(*queue, o.task)
		case "join":
			target := tasks[o.task]
			if !target.spawned {
				continue
			}
			fmt.Fprintf(notes, "%d-joins-%d ", i, o.task)
			if target.ended == "" {
				t.joins = o.task
				return "joins"
			}
			fmt.Fprintf(notes, "%d-hears-%s ", i, target.ended)
		case "panic":
			fmt.Fprintf(notes, "%d-panics ", i)
			t.ended = fmt.Sprintf("panicked-with-%d", i)
			return "ends"
		case "exit":
			fmt.Fprintf(notes, "%d-exits ", i)
			t.ended = "exited"
			return "ends"
		}
	}
	fmt.Fprintf(notes, "%d-returns ", i)
	t.ended = "returned"
	return "ends"
}

func TestRandomPrograms(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for range 60 {
			p := randomProgram(c.Rand())
			d := newDiary(c)
			p.play(d)
			d.reads(strings.TrimSpace(p.model()), "A program of some tasks, which spawn, yield, join, panic and exit at random, ran in another order than the contract says")
		}
	})
}
