// The subject program of the outside checks: every command is served by a task, which
// may spawn and join more tasks. Those call back to the referee.
package main

import (
	"sync"

	task "workbook/solutions/05_join"

	"workbook/solutions/internal/calltest/callback"
)

func main() {
	var tasks tasks
	callback.Serve(map[string]callback.Command{
		"spawn": served(tasks.spawn),
		"join":  served(tasks.join),
		"tree":  served(tree),
	})
}

// served has a task obey a command.
func served(obey callback.Command) callback.Command {
	return func(p *callback.Program, args []string) []string {
		answer, err := task.Spawn(func() []string { return obey(p, args) }).Join()
		if err != nil {
			return []string{"error", err.Error()}
		}
		return answer
	}
}

// tasks are the tasks that the referee has asked for, by name.
type tasks struct{ handles sync.Map }

func (t *tasks) spawn(p *callback.Program, args []string) []string {
	name := args[0]
	t.handles.Store(name, task.Spawn(func() string { return p.Begin(name).Value() }))
	return []string{"spawned"}
}

func (t *tasks) join(_ *callback.Program, args []string) []string {
	h, _ := t.handles.Load(args[0])
	return joined(h.(*task.Handle[string]))
}

func joined(h *task.Handle[string]) []string {
	value, err := h.Join()
	if err != nil {
		return []string{"error", err.Error()}
	}
	return []string{"value", value}
}

// tree spawns a task for each name, and joins them from the last to the first.
func tree(p *callback.Program, names []string) []string {
	handles := make([]*task.Handle[string], len(names))
	for i, name := range names {
		handles[i] = task.Spawn(func() string { return p.Begin(name).Value() })
	}
	var out []string
	for i := len(handles) - 1; i >= 0; i-- {
		out = append(out, joined(handles[i])...)
	}
	return out
}
