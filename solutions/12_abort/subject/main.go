// The subject program of the outside checks: it spawns, aborts and joins tasks that call
// back to the referee.
package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	task "workbook/solutions/12_abort"

	"workbook/solutions/internal/calltest/callback"
)

func main() {
	parent, end := context.WithCancel(context.Background())
	t := &tasks{parent: parent}
	callback.Serve(map[string]callback.Command{
		"spawn": t.spawn,
		"abort": t.abort,
		"join":  t.join,
		"end":   func(*callback.Program, []string) []string { end(); return []string{"ended"} },
	})
}

// tasks are the tasks that the referee has asked for, by name.
type tasks struct {
	parent  context.Context
	handles sync.Map
}

func (t *tasks) spawn(p *callback.Program, args []string) []string {
	name := args[0]
	t.handles.Store(name, task.Spawn(t.parent, func(ctx context.Context) (string, error) {
		return work(ctx, p.Begin(name))
	}))
	return []string{"spawned"}
}

// work tells the referee when the context is over, and ends as the referee says.
func work(ctx context.Context, call *callback.Callback) (string, error) {
	select {
	case <-ctx.Done():
		call.Say("over", ctx.Err().Error())
	case <-call.Heard():
	}
	how := append(call.Hear(), "", "", "")
	switch how[0] {
	case "give up":
		return how[1], fmt.Errorf("%s: %w", how[2], ctx.Err())
	case "fail":
		return how[1], errors.New(how[2])
	case "panic":
		panic(how[1])
	case "exit":
		runtime.Goexit()
	}
	return how[1], nil
}

func (t *tasks) handle(name string) *task.Handle[string] {
	h, _ := t.handles.Load(name)
	return h.(*task.Handle[string])
}

func (t *tasks) abort(_ *callback.Program, args []string) []string {
	t.handle(args[0]).Abort()
	return []string{"aborted"}
}

func (t *tasks) join(_ *callback.Program, args []string) []string {
	value, err := t.handle(args[0]).Join()
	var failure *task.JoinError
	switch {
	case err == nil:
		return []string{"value", value}
	case !errors.As(err, &failure) || failure == nil:
		return []string{"error", value, err.Error()}
	case failure.IsCancelled():
		why := "nothing"
		if err := failure.Unwrap(); err != nil {
			why = err.Error()
		}
		return []string{"cancelled", value, why}
	case failure.IsPanic():
		p, _ := failure.Panic()
		return []string{"panic", value, fmt.Sprint(p)}
	}
	return []string{"exit", value}
}
