package threads_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"workbook/solutions/15_threads"

	"workbook/grader/check"
	"workbook/grader/report"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	startIt = "Spawn must return while its task is still at work: start f on a goroutine of its own, and wait for it in Join"
	endIt   = "Join must return when its task is over, however the task ended: by returning, by a panic, or by runtime.Goexit. Tell the joiners in a deferred call, and give them a panic as an error"
)

// spawn calls the learner's Spawn, and fails if that does not return.
func spawn[T any](c *check.C, f func() T) *threads.Handle[T] {
	var h *threads.Handle[T]
	c.Go("Spawn", func() error {
		h = threads.Spawn(f)
		return nil
	}).Returns(startIt)
	c.Mark(report.Spawned, "", "")
	if h == nil {
		c.Failf("Spawn returned a nil handle. The caller needs a handle to join the task with")
	}
	return h
}

// A joining is one call of the learner's Join under way.
type joining[T comparable] struct {
	c     *check.C
	who   string
	call  *check.Call
	value T
	err   error
}

// join calls Join on a goroutine of its own.
func join[T comparable](c *check.C, who string, h *threads.Handle[T]) *joining[T] {
	return joinAfter(c, who, h, nil)
}

// joinAfter is join for a goroutine that first waits until start is closed.
func joinAfter[T comparable](c *check.C, who string, h *threads.Handle[T], start <-chan struct{}) *joining[T] {
	j := &joining[T]{c: c, who: who}
	j.call = c.Go(who, func() error {
		if start != nil {
			<-start
		}
		j.value, j.err = h.Join()
		return nil
	})
	return j
}

// ended is true once Join has returned.
func (j *joining[T]) ended() bool {
	select {
	case <-j.call.Done():
		return true
	default:
		return false
	}
}

// gives awaits a Join that must give want and a nil error. how says how the task
// came to return: "The task returned".
func (j *joining[T]) gives(want T, how string) {
	j.call.Returns(endIt)
	j.c.Mark(report.Joined, j.who, "")
	if j.err != nil {
		if v := reflect.ValueOf(j.err); v.Kind() == reflect.Pointer && v.IsNil() {
			j.c.Fail(check.Mistake{
				Message: how + ", and the error of Join is not nil: it is an interface that holds a nil pointer. A nil *JoinError in an error is not a nil error, and every caller's `if err != nil` takes it for a failure. Keep it as an error, or return a plain nil",
				Got:     fmt.Sprintf("%T(nil)", j.err), Expected: "nil",
			})
		}
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave an error. A task that returned did not fail: Join must give its value and a nil error",
			Got:     fmt.Sprintf("an error of type %T: %v", j.err, j.err), Expected: "nil",
		})
	}
	if j.value != want {
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave another value",
			Got:     show(j.value), Expected: show(want),
		})
	}
}

// failed awaits a Join that must give the zero value and a *JoinError.
func (j *joining[T]) failed(how string) *threads.JoinError {
	j.call.Returns(endIt)
	j.c.Mark(report.Joined, j.who, "")
	if j.err == nil {
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave a nil error. The caller takes the zero value for a result",
			Got:     "nil", Expected: "a *JoinError",
		})
	}
	var failure *threads.JoinError
	if !errors.As(j.err, &failure) {
		j.c.Fail(check.Mistake{
			Message: how + ". Join gave an error in which errors.As finds no *JoinError. Mind the star: a JoinError that is no pointer is another type",
			Got:     fmt.Sprintf("an error of type %T", j.err), Expected: "a *JoinError",
		})
	}
	if failure == nil {
		j.c.Fail(check.Mistake{
			Message: how + ". Join gave an error that holds a nil *JoinError, which cannot say what happened",
			Got:     "(*JoinError)(nil)", Expected: "a *JoinError",
		})
	}
	var zero T
	if j.value != zero {
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave a value beside the error. A task that did not return has no value: give the zero value of T",
			Got:     show(j.value), Expected: show(zero),
		})
	}
	return failure
}

// panicked awaits a Join that must tell of a panic with want.
func (j *joining[T]) panicked(want any, how string) {
	failure := j.failed(how)
	got, ok := failure.Panic()
	if !failure.IsPanic() {
		j.c.Fail(check.Mistake{
			Message: how + ", and IsPanic of the *JoinError is false",
			Got:     "IsPanic() = false", Expected: "IsPanic() = true",
		})
	}
	if !ok {
		j.c.Fail(check.Mistake{
			Message: how + ", and Panic of the *JoinError says that there was none: its second result is false",
			Got:     fmt.Sprintf("%s, false", show(got)), Expected: fmt.Sprintf("%s, true", show(want)),
		})
	}
	if !same(got, want) {
		j.c.Fail(check.Mistake{
			Message: how + ". Panic must give the very value that the task panicked with, not a text, a copy or an error about it: only then can the joiner ask it what it knows. Keep what recover gave, as an any",
			Got:     show(got), Expected: show(want),
		})
	}
}

// exited awaits a Join that must tell of runtime.Goexit.
func (j *joining[T]) exited(how string) {
	failure := j.failed(how)
	value, ok := failure.Panic()
	if failure.IsPanic() || ok || value != nil {
		j.c.Fail(check.Mistake{
			Message:  how + ", and the *JoinError tells of a panic. runtime.Goexit is no panic: recover gives nil, though f did not return",
			Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %s, %v", failure.IsPanic(), show(value), ok),
			Expected: "IsPanic() = false, Panic() = nil, false",
		})
	}
}

// same compares panic values by identity. Only what == of any cannot compare is
// looked into.
func same(a, b any) bool {
	va, vb := reflect.ValueOf(a), reflect.ValueOf(b)
	if !va.IsValid() || !vb.IsValid() || va.Type() != vb.Type() {
		return va.IsValid() == vb.IsValid() && !va.IsValid()
	}
	switch va.Kind() {
	case reflect.Slice, reflect.Map, reflect.Func:
		return va.Pointer() == vb.Pointer()
	}
	return a == b
}

// show is a panic value for people: its type, and the value where that says
// something.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case string:
		return fmt.Sprintf("string(%q)", v)
	case bool, int:
		return fmt.Sprintf("%T(%v)", v, v)
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Pointer:
		if err, ok := v.(error); ok {
			return fmt.Sprintf("%T(%q) at %#x", v, fmt.Sprint(err), r.Pointer())
		}
		return fmt.Sprintf("%T at %#x", v, r.Pointer())
	case reflect.Map, reflect.Func, reflect.Chan, reflect.Slice:
		return fmt.Sprintf("%T at %#x", v, r.Pointer())
	}
	return fmt.Sprintf("%T(%v)", v, v)
}
