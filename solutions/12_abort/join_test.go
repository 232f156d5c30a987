package task_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	endIt     = "Join must return when its task is over, however the task ended: tell the joiners in a deferred call of the task's goroutine"
	abortIt   = "Abort must return at once: it cancels the context of the task, and whoever wants to wait for the end calls Join"
	againIt   = "The task is over and was joined before, and this Join never returns. Every Join gives the same answer: a value that was sent on a channel reaches one of them, a channel that is closed reaches all"
	hearsIt   = "Abort was called, and the task, which waits for its context, never hears of it. Give f a context made with context.WithCancel, and let Abort call its cancel function"
	noPolling = "While a joiner waits, nothing in your package may look again and again whether the task is over. Let the end of the task wake the joiner"
)

// spawn calls the learner's Spawn, and fails if that does not return.
func spawn[T any](c *check.C, ctx context.Context, f func(ctx context.Context) (T, error)) *task.Handle[T] {
	told := func(ctx context.Context) (T, error) {
		defer c.Task("the task")()
		v, err := f(ctx)
		c.Gives(v, err)
		return v, err
	}
	return jointest.Spawn(c, func() *task.Handle[T] { return task.Spawn(ctx, told) })
}

// abort calls the learner's Abort, and fails if that does not return.
func abort[T any](c *check.C, h *task.Handle[T]) {
	call := c.Go("Abort", func() error {
		h.Abort()
		return nil
	})
	if !call.Running() {
		if value, ok := call.Panicked(); ok {
			c.Failf("Abort panicked with %v. It may be called any number of times and after the end of the task: a channel can be closed once, a cancel function may be called as often as you like", value)
		}
	}
	call.AtOnce(abortIt)
	call.Returns(abortIt)
}

// listen is a task that waits for the end of its context, and then gives up with
// what say makes of the context's error. It gives a value beside the error, which
// must not come out.
func listen(say func(ctx context.Context) error) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		<-ctx.Done()
		return 99, say(ctx)
	}
}

func plain(ctx context.Context) error { return ctx.Err() }

// A joining is one call of the learner's Join under way.
type joining[T comparable] struct {
	*jointest.Joining[T]
}

// join calls Join on a goroutine of its own.
func join[T comparable](c *check.C, who string, h *task.Handle[T]) *joining[T] {
	return joinAfter(c, who, h, nil)
}

// joinAfter is join for a goroutine that first waits until start is closed.
func joinAfter[T comparable](c *check.C, who string, h *task.Handle[T], start <-chan struct{}) *joining[T] {
	return &joining[T]{jointest.Join(c, who, start, func() (T, error) { return h.Join() })}
}

// gives awaits a Join that must give want and the very error that f returned,
// which may be nil. how says how the task came to return: "The task returned".
func (j *joining[T]) gives(want T, failure error, how string) {
	j.Returns(endIt)
	var told *task.JoinError
	switch {
	case j.Err == failure:
	case failure == nil && jointest.IsNilPointer(j.Err):
		j.C.Fail(check.Mistake{
			Message: how + ", and the error of Join is not nil: it is an interface that holds a nil pointer, which every caller's `if err != nil` takes for a failure. Keep it as an error, or return a plain nil",
			Got:     fmt.Sprintf("%T(nil)", j.Err), Expected: "nil",
		})
	case errors.As(j.Err, &told) && told != nil && told.IsCancelled():
		j.C.Fail(check.Mistake{
			Message: how + ", and Join says that it was cancelled. A task was cancelled only if its context was over when f returned, and f returned an error that wraps the error of that context; otherwise Join gives what f returned. Ask as soon as f has returned, before your own code ends the context",
			Got:     show(j.Err), Expected: show(failure),
		})
	default:
		j.C.Fail(check.Mistake{
			Message: how + ", and Join gave another error than f did. What f returns is the task's answer, and Join has to hand it on as it is",
			Got:     show(j.Err), Expected: show(failure),
		})
	}
	if j.Value != want {
		j.C.Fail(check.Mistake{
			Message: how + ", and Join gave another value than f did. Hand on both, as they are: a value can be of use beside an error",
			Got:     fmt.Sprint(j.Value), Expected: fmt.Sprint(want),
		})
	}
}

// failed awaits a Join that must give the zero value and a *JoinError.
func (j *joining[T]) failed(how string) *task.JoinError {
	j.Returns(endIt)
	return jointest.Failed[*task.JoinError](j.Joining, how)
}

// cancelled awaits a Join that must say that the task gave up with reason, which is what
// f returned.
func (j *joining[T]) cancelled(reason error, how string) {
	j.Returns(endIt)
	var told *task.JoinError
	if j.Err != nil && !errors.As(j.Err, &told) && !jointest.Starless[*task.JoinError](j.Err) {
		j.C.Fail(check.Mistake{
			Message: how + ". So it was cancelled, and Join has to give a *JoinError that says so, in which the caller can tell it from a task that failed. " + suspect(j.C),
			Got:     show(j.Err), Expected: "a *JoinError",
		})
	}
	failure := j.failed(how)
	if !failure.IsCancelled() {
		j.C.Fail(check.Mistake{
			Message: how + ", and IsCancelled of the *JoinError is false. The caller has to know that the task was asked to stop and did. " + suspect(j.C),
			Got:     "IsCancelled() = false", Expected: "IsCancelled() = true",
		})
	}
	j.noPanic(failure, how)
	if why := failure.Unwrap(); why != reason {
		m := check.Mistake{
			Message: how + ", and Unwrap of the *JoinError gives another error than f returned. It has to be that error itself: not the one of the context, not a new one around it, and not nil",
			Got:     show(why), Expected: show(reason),
		}
		if why != nil && check.Wraps(why, reason) {
			m.Message = how + ", and Unwrap of the *JoinError gives a wrapper of your own around f's error. Keep f's error as it is for Unwrap, and make the words in Error"
		}
		j.C.Fail(m)
	}
	j.says(failure, reason.Error(), how)
}

// panicked awaits a Join that must tell of a panic with a value that ok likes.
func (j *joining[T]) panicked(ok func(value any) bool, how string) {
	failure := j.failed(how)
	value, is := failure.Panic()
	if !failure.IsPanic() || !is || !ok(value) {
		j.C.Fail(check.Mistake{
			Message:  how + ". The *JoinError has to say so and to keep the very value of the panic, as in exercise 08",
			Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %.1000s, %v", failure.IsPanic(), panictest.Show(value), is),
			Expected: "IsPanic() = true, Panic() = the value of the panic, true",
		})
	}
	if failure.IsCancelled() {
		j.C.Failf("%s, and IsCancelled of the *JoinError is true. A panic is a fault, whether or not somebody called Abort before: do not hide it", how)
	}
	if why := failure.Unwrap(); why != nil {
		j.C.Fail(check.Mistake{
			Message: how + ", and Unwrap gives an error. It is for cancelled tasks alone, or errors.Is finds in a panic what nobody returned",
			Got:     show(why), Expected: "nil",
		})
	}
	if _, err := value.(error); err || reflect.ValueOf(value).Kind() != reflect.Pointer {
		j.says(failure, fmt.Sprint(value), how) // of a pointer, fmt makes this or that
	}
}

// exited awaits a Join that must tell of runtime.Goexit.
func (j *joining[T]) exited(how string) {
	failure := j.failed(how)
	j.noPanic(failure, how)
	if failure.IsCancelled() || failure.Unwrap() != nil {
		j.C.Failf("%s, and the *JoinError says that it was cancelled. Only a task that returned an error of its context was", how)
	}
	if strings.TrimSpace(failure.Error()) == "" {
		j.C.Failf("%s, and Error of the *JoinError gave an empty text. Whoever finds it in a log wants to know how the task ended", how)
	}
}

func (j *joining[T]) noPanic(failure *task.JoinError, how string) {
	value, ok := failure.Panic()
	if failure.IsPanic() || ok || value != nil {
		j.C.Fail(check.Mistake{
			Message:  how + ", and the *JoinError tells of a panic, which there was none",
			Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %v, %v", failure.IsPanic(), value, ok),
			Expected: "IsPanic() = false, Panic() = nil, false",
		})
	}
}

// says looks for what the words of a JoinError must hold.
func (j *joining[T]) says(failure *task.JoinError, what, how string) {
	words := failure.Error()
	if strings.Contains(words, what) {
		return
	}
	j.C.Fail(check.Mistake{
		Message:  how + ". The words of Error are all that many a log will ever have of it: they must hold the text of f's error, or what fmt.Sprint makes of the value of the panic, and all of it, as it is",
		Got:      []byte(words),
		Expected: []byte(what),
	})
}

// show is an error for people.
func show(err error) string {
	if err == nil {
		return "nil"
	}
	if jointest.IsNilPointer(err) {
		return fmt.Sprintf("%T(nil)", err)
	}
	return fmt.Sprintf("an error of type %T: %v", err, err)
}
