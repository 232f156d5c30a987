// The subject program of the outside checks: tasks that tell the referee on which
// thread they are, and end as it says.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	threads "workbook/solutions/15_threads"

	"workbook/solutions/internal/calltest/callback"
)

func main() {
	var s server
	callback.Serve(map[string]callback.Command{
		"spawn": s.spawn,
		"join":  s.join,
	})
}

// A server keeps the handles of the tasks that were spawned.
type server struct{ handles sync.Map }

// spawn spawns a task, from a goroutine that ends then.
func (s *server) spawn(p *callback.Program, names []string) []string {
	for _, name := range names {
		s.handles.Store(name, threads.Spawn(func() string { return task(p.Begin(name)) }))
	}
	return []string{"spawned"}
}

// task is at work until the referee says how it is to end. On its last line and in its
// deferred call it is still on the thread on which it began.
func task(k *callback.Callback) string {
	defer func() { k.Say("deferred", thread()) }()
	k.Say("thread", thread())
	end := k.Hear()
	k.Say("thread", thread())
	switch {
	case len(end) < 2:
		return ""
	case end[0] == "panic":
		panic(errors.New(end[1]))
	case end[0] == "exit":
		runtime.Goexit()
	}
	return end[1]
}

func (s *server) join(_ *callback.Program, names []string) []string {
	h, ok := s.handles.Load(names[0])
	if !ok {
		return []string{"nobody", "has spawned that"}
	}
	value, err := h.(*threads.Handle[string]).Join()
	var failure *threads.JoinError
	switch {
	case err == nil:
		return []string{"return", value}
	case !errors.As(err, &failure):
		return []string{"another error", fmt.Sprintf("of type %T", err)}
	case !failure.IsPanic():
		return []string{"exit", ""}
	}
	v, _ := failure.Panic()
	return []string{"panic", fmt.Sprint(v)}
}
