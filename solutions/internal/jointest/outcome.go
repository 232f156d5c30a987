package jointest

import (
	"errors"
	"fmt"
	"reflect"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// EndIt is said of a Join that does not return though the task is over.
const EndIt = "Join must return when its task is over, however the task ended: by returning, by a panic, or by runtime.Goexit. Tell the joiners in a deferred call, and give them a panic as an error"

// NoPolling is said of a joiner that looks again and again.
const NoPolling = "While a joiner waits, nothing in your package may look again and again whether the task is over. Let the end of the task wake the joiner"

// A Failure is the learner's *JoinError.
type Failure interface {
	comparable
	error
	IsPanic() bool
	Panic() (any, bool)
}

// An Outcome is a [Joining] of a task that may end in any way.
type Outcome[T comparable, E Failure] struct{ *Joining[T] }

// JoinOutcome is [Join] for a handle whose Join tells of panics.
func JoinOutcome[E Failure, T comparable](c *check.C, who string, start <-chan struct{}, join func() (T, error)) *Outcome[T, E] {
	return &Outcome[T, E]{Join(c, who, start, join)}
}

// Gives awaits a Join that must give want and a nil error. how says how the task
// came to return: "The task returned".
func (j *Outcome[T, E]) Gives(want T, how string) {
	j.Returns(how + ". " + EndIt)
	if j.Err != nil {
		if IsNilPointer(j.Err) {
			j.C.Fail(check.Mistake{
				Message: how + ", and the error of Join is not nil: it is an interface that holds a nil pointer. A nil *JoinError in an error is not a nil error, and every caller's `if err != nil` takes it for a failure. Keep it as an error, or return a plain nil",
				Got:     fmt.Sprintf("%T(nil)", j.Err), Expected: "nil",
			})
		}
		message := how + ", and Join gave an error. A task that returned did not fail: Join must give its value and a nil error"
		var failure E
		if errors.As(j.Err, &failure) && failure.IsPanic() {
			message = how + ", and Join told of a panic. If it is another task's, handles share a variable: let each have its own"
		}
		j.C.Fail(check.Mistake{
			Message: message,
			Got:     fmt.Sprintf("an error of type %T: %v", j.Err, j.Err), Expected: "nil",
		})
	}
	if j.Value != want {
		j.C.Fail(check.Mistake{
			Message: how + ", and Join gave another value",
			Got:     panictest.Show(j.Value), Expected: panictest.Show(want),
		})
	}
}

// Failed awaits a Join that must give the zero value and a *JoinError.
func (j *Outcome[T, E]) Failed(how string) E {
	j.Returns(how + ". " + EndIt)
	return Failed[E](j.Joining, how)
}

// Panicked awaits a Join that must tell of a panic with want.
func (j *Outcome[T, E]) Panicked(want any, how string) {
	failure := j.Failed(how)
	got, ok := failure.Panic()
	if !failure.IsPanic() {
		j.C.Fail(check.Mistake{
			Message: how + ", and IsPanic of the *JoinError is false",
			Got:     "IsPanic() = false", Expected: "IsPanic() = true",
		})
	}
	if !ok {
		j.C.Fail(check.Mistake{
			Message: how + ", and Panic of the *JoinError says that there was none: its second result is false",
			Got:     fmt.Sprintf("%s, false", panictest.Show(got)), Expected: fmt.Sprintf("%s, true", panictest.Show(want)),
		})
	}
	if !panictest.Same(got, want) {
		j.C.Fail(check.Mistake{
			Message: how + ". Panic must give the very value that the task panicked with, not a text, a copy or an error about it: only then can the joiner ask it what it knows. Keep what recover gave, as an any",
			Got:     panictest.Show(got), Expected: panictest.Show(want),
		})
	}
}

// Exited awaits a Join that must tell of runtime.Goexit.
func (j *Outcome[T, E]) Exited(how string) {
	failure := j.Failed(how)
	value, ok := failure.Panic()
	if failure.IsPanic() || ok || value != nil {
		j.C.Fail(check.Mistake{
			Message:  how + ", and the *JoinError tells of a panic. runtime.Goexit is no panic: recover gives nil, though f did not return",
			Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %s, %v", failure.IsPanic(), panictest.Show(value), ok),
			Expected: "IsPanic() = false, Panic() = nil, false",
		})
	}
}

// Failed looks at a Join that has returned and must have given the zero value and
// a *JoinError.
func Failed[E Failure, T comparable](j *Joining[T], how string) E {
	if j.Err == nil {
		j.C.Fail(check.Mistake{
			Message: how + ", and Join gave a nil error. The caller takes the value beside it for a result",
			Got:     "nil", Expected: "a *JoinError",
		})
	}
	failure, found := find[E](j, how)
	var none E
	if !found {
		if Starless[E](j.Err) {
			j.C.Fail(check.Mistake{
				Message: how + ", and Join gave a JoinError, which is another type than *JoinError: errors.As with a *JoinError does not find it. Give a pointer, &JoinError{...}, and let the methods have pointer receivers",
				Got:     fmt.Sprintf("an error of type %T: %v", j.Err, j.Err), Expected: "a *JoinError",
			})
		}
		j.C.Fail(check.Mistake{
			Message: how + ". Join gave an error in which errors.As finds no *JoinError",
			Got:     fmt.Sprintf("an error of type %T: %v", j.Err, j.Err), Expected: "a *JoinError",
		})
	}
	if failure == none {
		j.C.Fail(check.Mistake{
			Message: how + ". Join gave an error that holds a nil *JoinError, which cannot say what happened",
			Got:     "(*JoinError)(nil)", Expected: "a *JoinError",
		})
	}
	var zero T
	if j.Value != zero {
		j.C.Fail(check.Mistake{
			Message: how + ", and Join gave a value beside the *JoinError. Such a task has no value: give the zero value of T",
			Got:     panictest.Show(j.Value), Expected: panictest.Show(zero),
		})
	}
	return failure
}

// find is errors.As, which calls methods of all that an error wraps.
func find[E Failure, T comparable](j *Joining[T], how string) (failure E, ok bool) {
	defer func() {
		if v := recover(); v != nil {
			j.C.Fail(check.Mistake{
				Message: how + ". The caller of Join looked for the *JoinError with errors.As, which panicked on its way there, in a method of the value that the task had panicked with. Such a method is somebody else's code: keep the value for Panic, and do not wrap it",
				Got:     fmt.Sprintf("an error of type %T, and errors.As panicked with %v", j.Err, v), Expected: "a *JoinError",
			})
		}
	}()
	ok = errors.As(j.Err, &failure)
	return failure, ok
}

// Starless reports whether what E points to is in the error, without the star.
func Starless[E Failure](err error) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if reflect.TypeOf(err) == reflect.TypeFor[E]().Elem() {
			return true
		}
	}
	return false
}

// IsNilPointer reports whether the error is an interface that holds a nil pointer.
func IsNilPointer(err error) bool {
	v := reflect.ValueOf(err)
	return v.Kind() == reflect.Pointer && v.IsNil()
}
