// The subject program of the outside checks: tasks that do in their turns what the
// referee tells them.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	executor "workbook/solutions/16_executor"

	"workbook/solutions/internal/calltest/callback"
)

func main() { callback.Serve(map[string]callback.Command{"run": run}) }

// A world is one executor with its tasks.
type world struct {
	p *callback.Program
	e *executor.Executor

	mu    sync.Mutex // tasks that run out of turn must not break this program
	tasks map[string]*executor.Task
	names []string // in the order of the Spawns
}

// run spawns a task for each name, runs them and those that they spawn, and says what
// Run and the Join of each task gave.
func run(p *callback.Program, names []string) []string {
	w := &world{p: p, e: executor.New(), tasks: map[string]*executor.Task{}}
	for _, name := range names {
		w.spawn(name)
	}
	told := w.e.Run()
	answer := []string{"Run gave nil"}
	if told != nil {
		answer[0] = "Run gave an error"
	}
	if errors.Is(told, executor.ErrDeadlock) {
		answer = append(answer, "which tells of a deadlock")
	}
	for _, name := range w.names {
		err := w.task(name).Join()
		how := name + " " + ending(err)
		if err != nil && !errors.Is(told, err) {
			how += ", which Run does not tell"
		}
		answer = append(answer, how)
	}
	return answer
}

func (w *world) spawn(name string) {
	t := w.e.Spawn(func() { w.live(w.p.Begin(name)) })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tasks[name] = t
	w.names = append(w.names, name)
}

func (w *world) task(name string) *executor.Task {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tasks[name]
}

// live does what the referee says, until that is an end.
func (w *world) live(k *callback.Callback) {
	for {
		switch what := k.Hear(); what[0] {
		case "yield":
			w.e.Yield()
			k.Say("has its turn again")
		case "spawn":
			w.spawn(what[1])
			k.Say("has spawned")
		case "join":
			k.Say("has joined", ending(w.task(what[1]).Join()))
		case "return":
			return
		case "panic":
			panic(errors.New(what[1]))
		case "exit":
			runtime.Goexit()
		}
	}
}

// ending says how a task ended, in the words of what Join gives.
func ending(err error) string {
	var p *executor.PanicError
	switch {
	case err == nil:
		return "returned"
	case errors.Is(err, executor.ErrDeadlock):
		return "is in a deadlock"
	case errors.Is(err, executor.ErrExited):
		return "exited"
	case errors.As(err, &p):
		return fmt.Sprint("panicked with ", p.Value)
	}
	return fmt.Sprintf("gave an error of type %T", err)
}
