// Package task says that there was a panic, and not with what.
//
//workbook:caught-by TestErrorText
package task

// A Handle stands for one task that [Spawn] started. Its methods are safe for
// concurrent use.
type Handle[T any] struct {
	done  chan struct{} // closed when the task is over
	value T             // value and err are written before done is closed, never after
	err   error
}

// Spawn starts f on its own goroutine at once and returns without waiting for it.
// The task runs whether or not anybody joins it. A panic in f ends that task and
// nothing else.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

// run calls f and records how it ended. Whatever happens, it closes h.done last.
func (h *Handle[T]) run(f func() T) {
	defer close(h.done)
	returned := false
	defer func() {
		if returned {
			return
		}
		// No panic is ever nil: panic(nil) arrives as a *runtime.PanicNilError.
		// So there is nothing to recover only when f called runtime.Goexit.
		p := recover()
		h.err = &JoinError{panicked: p != nil, value: p}
	}()
	h.value = f()
	returned = true
}

// Join blocks until the task is over, its deferred calls included. It gives the
// value that the task returned and a nil error, or else the zero T and a
// *JoinError. Every call gives the same answer.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// A JoinError says why a task has no value: it panicked, or it called
// runtime.Goexit. It does not change once Join has given it.
type JoinError struct {
	panicked bool
	value    any // what the task panicked with
}

func (e *JoinError) Error() string {
	if !e.panicked {
		return "the task called runtime.Goexit"
	}
	return "the task panicked"
}

// IsPanic reports whether the task panicked. It is false for a task that left by
// runtime.Goexit.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value that the task panicked with. It is nil and false for a
// task that did not panic.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
