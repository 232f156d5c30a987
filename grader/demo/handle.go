package demo

import (
	"fmt"
	"runtime"
	"strings"
)

// A handle is what a started task is awaited with. Join and Drop are two ways of dealing with
// a task that has panicked.
type handle struct {
	done   chan struct{}
	value  int
	panics any    // what the task panicked with
	raised string // the function in which it did
}

// spawn starts a task.
func spawn(f func() int) *handle {
	h := &handle{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		defer func() {
			if h.panics = recover(); h.panics != nil {
				h.raised = raisedIn()
			}
		}()
		h.value = f()
	}()
	return h
}

// taskPanic is what Join panics with: the value of the task, and where it came from.
type taskPanic struct {
	value  any
	raised string
}

// Error is what a process says that dies of it.
func (p taskPanic) Error() string { return fmt.Sprintf("%v, raised in %s", p.value, p.raised) }

// join waits for the task and returns its value. When the task has panicked, it panics.
func (h *handle) join() int {
	<-h.done
	if h.panics != nil {
		panic(taskPanic{h.panics, h.raised})
	}
	return h.value
}

// drop waits for the task and returns its value, and says nothing of a panic.
func (h *handle) drop() int {
	<-h.done
	return h.value
}

// raisedIn is the function that panicked, seen from a deferred function that has recovered.
func raisedIn() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	panicking := false
	for {
		frame, more := frames.Next()
		if panicking && !strings.HasPrefix(frame.Function, "runtime.") {
			return frame.Function[strings.LastIndexByte(frame.Function, '/')+1:]
		}
		panicking = panicking || frame.Function == "runtime.gopanic"
		if !more {
			return ""
		}
	}
}
