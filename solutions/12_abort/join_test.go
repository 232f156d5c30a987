package task_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
	"workbook/grader/report"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	startIt   = "Spawn must return while its task is still at work: start f on a goroutine of its own, and wait for it in Join"
	endIt     = "Join must return when its task is over, however the task ended: tell the joiners in a deferred call of the task's goroutine"
	abortIt   = "Abort must return at once: it cancels the context of the task, and whoever wants to wait for the end calls Join"
	againIt   = "The task is over and was joined before, and this Join never returns. Every Join gives the same answer: a value that was sent on a channel reaches one of them, a channel that is closed reaches all"
	hearsIt   = "Abort was called, and the task, which waits for its context, never hears of it. Give f a context made with context.WithCancel, and let Abort call its cancel function"
	noPolling = "While a joiner waits, nothing in your package may look again and again whether the task is over. Let the end of the task wake the joiner"
)

// goexit is runtime.Goexit, from a place where the compiler does not know that
// nothing comes after it.
func goexit() { runtime.Goexit() }

// spawn calls the learner's Spawn, and fails if that does not return.
func spawn[T any](c *check.C, ctx context.Context, f func(ctx context.Context) (T, error)) *task.Handle[T] {
	var h *task.Handle[T]
	c.Go("Spawn", func() error {
		h = task.Spawn(ctx, f)
		return nil
	}).Returns(startIt)
	c.Mark(report.Spawned, "", "")
	if h == nil {
		c.Failf("Spawn returned a nil handle. The caller needs a handle to join the task with")
	}
	return h
}

// abort calls the learner's Abort, and fails if that does not return.
func abort[T any](c *check.C, h *task.Handle[T]) {
	call := c.Go("Abort", func() error {
		h.Abort()
		return nil
	})
	if value, ok := call.Panicked(); ok {
		c.Failf("Abort panicked with %v. It may be called any number of times and after the end of the task: a channel can be closed once, a cancel function may be called as often as you like", value)
	}
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
	c     *check.C
	who   string
	call  *check.Call
	value T
	err   error
}

// join calls Join on a goroutine of its own.
func join[T comparable](c *check.C, who string, h *task.Handle[T]) *joining[T] {
	return joinAfter(c, who, h, nil)
}

// joinAfter is join for a goroutine that first waits until start is closed.
func joinAfter[T comparable](c *check.C, who string, h *task.Handle[T], start <-chan struct{}) *joining[T] {
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

// returns awaits the Join, with a sentence of its own.
func (j *joining[T]) returns(why string) {
	j.call.Returns(why)
	j.c.Mark(report.Joined, j.who, "")
}

// gives awaits a Join that must give want and the very error that f returned,
// which may be nil. how says how the task came to return: "The task returned".
func (j *joining[T]) gives(want T, failure error, how string) {
	j.returns(endIt)
	var told *task.JoinError
	switch {
	case j.err == failure:
	case failure == nil && isNilPointer(j.err):
		j.c.Fail(check.Mistake{
			Message: how + ", and the error of Join is not nil: it is an interface that holds a nil pointer, which every caller's `if err != nil` takes for a failure. Keep it as an error, or return a plain nil",
			Got:     fmt.Sprintf("%T(nil)", j.err), Expected: "nil",
		})
	case errors.As(j.err, &told) && told != nil && told.IsCancelled():
		j.c.Fail(check.Mistake{
			Message: how + ", and Join says that it was cancelled. A task was cancelled only if its context was over when f returned, and f returned an error that wraps the error of that context; otherwise Join gives what f returned. Ask as soon as f has returned, before your own code ends the context",
			Got:     show(j.err), Expected: show(failure),
		})
	default:
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave another error than f did. What f returns is the task's answer, and Join has to hand it on as it is",
			Got:     show(j.err), Expected: show(failure),
		})
	}
	if j.value != want {
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave another value than f did. Hand on both, as they are: a value can be of use beside an error",
			Got:     fmt.Sprint(j.value), Expected: fmt.Sprint(want),
		})
	}
}

// failed awaits a Join that must give the zero value and a *JoinError.
func (j *joining[T]) failed(how string) *task.JoinError {
	j.returns(endIt)
	if j.err == nil {
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave a nil error. The caller takes the value beside it for a result",
			Got:     "nil", Expected: "a *JoinError",
		})
	}
	var failure *task.JoinError
	if !errors.As(j.err, &failure) || failure == nil {
		j.c.Fail(check.Mistake{
			Message: how + ", and errors.As finds no *JoinError in the error that Join gave",
			Got:     show(j.err), Expected: "a *JoinError",
		})
	}
	var zero T
	if j.value != zero {
		j.c.Fail(check.Mistake{
			Message: how + ", and Join gave a value beside the *JoinError. Such a task has no value: give the zero value of T",
			Got:     fmt.Sprint(j.value), Expected: fmt.Sprint(zero),
		})
	}
	return failure
}

// cancelled awaits a Join that must say that the task gave up with reason.
func (j *joining[T]) cancelled(reason error, how string) {
	j.returns(endIt)
	var told *task.JoinError
	if j.err != nil && !errors.As(j.err, &told) {
		j.c.Fail(check.Mistake{
			Message: how + ". So it was cancelled, and Join has to give a *JoinError that says so, in which the caller can tell it from a task that failed. Compare with errors.Is, as f may wrap the error of its context: == does not see into it",
			Got:     show(j.err), Expected: "a *JoinError",
		})
	}
	failure := j.failed(how)
	if !failure.IsCancelled() {
		j.c.Fail(check.Mistake{
			Message: how + ", and IsCancelled of the *JoinError is false. The caller has to know that the task was asked to stop and did; compare with errors.Is, as the error may be wrapped",
			Got:     "IsCancelled() = false", Expected: "IsCancelled() = true",
		})
	}
	j.noPanic(failure, how)
	if !check.Wraps(j.err, reason) {
		j.c.Fail(check.Mistake{
			Message: how + ", and the error that f returned is not in the error that Join gave: errors.Is has to find it, so Unwrap of the *JoinError has to give it",
			Got:     show(j.err), Expected: "an error that wraps " + show(reason),
		})
	}
	j.says(failure, reason.Error(), how)
}

// panicked awaits a Join that must tell of a panic with a value that ok likes.
func (j *joining[T]) panicked(ok func(value any) bool, how string) {
	failure := j.failed(how)
	value, is := failure.Panic()
	if !failure.IsPanic() || !is || !ok(value) {
		j.c.Fail(check.Mistake{
			Message:  how + ". The *JoinError has to say so and to keep the very value of the panic, as in exercise 08",
			Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %T(%v), %v", failure.IsPanic(), value, value, is),
			Expected: "IsPanic() = true, Panic() = the value of the panic, true",
		})
	}
	if failure.IsCancelled() {
		j.c.Failf("%s, and IsCancelled of the *JoinError is true. A panic is a fault, whether or not somebody called Abort before: do not hide it", how)
	}
	if why := failure.Unwrap(); why != nil {
		j.c.Fail(check.Mistake{
			Message: how + ", and Unwrap gives an error. It is for cancelled tasks alone, or errors.Is finds in a panic what nobody returned",
			Got:     show(why), Expected: "nil",
		})
	}
	j.says(failure, fmt.Sprint(value), how)
}

// exited awaits a Join that must tell of runtime.Goexit.
func (j *joining[T]) exited(how string) {
	failure := j.failed(how)
	j.noPanic(failure, how)
	if failure.IsCancelled() || failure.Unwrap() != nil {
		j.c.Failf("%s, and the *JoinError says that it was cancelled. Only a task that returned an error of its context was", how)
	}
	j.says(failure, "", how)
}

func (j *joining[T]) noPanic(failure *task.JoinError, how string) {
	value, ok := failure.Panic()
	if failure.IsPanic() || ok || value != nil {
		j.c.Fail(check.Mistake{
			Message:  how + ", and the *JoinError tells of a panic, which there was none",
			Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %v, %v", failure.IsPanic(), value, ok),
			Expected: "IsPanic() = false, Panic() = nil, false",
		})
	}
}

// says looks for what the words of a JoinError must hold.
func (j *joining[T]) says(failure *task.JoinError, what, how string) {
	words := failure.Error()
	if strings.TrimSpace(words) == "" || !strings.Contains(words, what) {
		j.c.Fail(check.Mistake{
			Message:  how + ". The words of Error are all that many a log will ever have of it: they must name what was returned or panicked with",
			Got:      fmt.Sprintf("%q", words),
			Expected: fmt.Sprintf("words that hold %q", what),
		})
	}
}

func isNilPointer(err error) bool {
	v := reflect.ValueOf(err)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// show is an error for people.
func show(err error) string {
	if err == nil {
		return "nil"
	}
	if isNilPointer(err) {
		return fmt.Sprintf("%T(nil)", err)
	}
	return fmt.Sprintf("an error of type %T: %v", err, err)
}
