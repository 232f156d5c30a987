// Package collect_test holds the inside checks of an All that loses nothing.
package collect_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	collect "workbook/solutions/07_collect"

	"workbook/grader/check"
	"workbook/grader/report/outcome"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	startAll = "All has to start every task, and wait for none of them before all have started"
	endIt    = "All must return when every task has returned"
)

// A task is what All is given.
type task[T any] = func() (T, error)

// A collecting is one call of the learner's All under way.
type collecting[T any] struct {
	c      *check.C
	call   *check.Call
	n      int // how many tasks it was given
	values []T
	err    error
	text   string        // of the error
	over   time.Duration // when All returned
}

// start calls All on a goroutine of its own.
func start[T any](c *check.C, who string, tasks ...task[T]) *collecting[T] {
	told := make([]task[T], len(tasks))
	for i, f := range tasks {
		told[i] = func() (T, error) {
			defer c.Task("a task")()
			v, err := f()
			c.Gives(v, err)
			return v, err
		}
	}
	return startAfter(c, who, nil, told...)
}

// startAfter is start for a goroutine that first waits until begin is closed.
func startAfter[T any](c *check.C, who string, begin <-chan struct{}, tasks ...task[T]) *collecting[T] {
	a := &collecting[T]{c: c, n: len(tasks)}
	a.call = c.Go(who, func() error {
		if begin != nil {
			<-begin
		}
		a.values, a.err = collect.All(tasks...)
		c.Gave(a.values, a.err)
		a.over = c.Now()
		if a.err != nil {
			a.text = textOf(a.err)
		}
		return nil
	})
	return a
}

// textOf is what an error says, also one that has nothing to say it with.
func textOf(err error) (text string) {
	defer func() {
		if p := recover(); p != nil {
			text = fmt.Sprintf("(its Error panics: %v)", p)
		}
	}()
	return err.Error()
}

func typedNil(err error) bool {
	v := reflect.ValueOf(err)
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Func:
		return v.IsNil()
	}
	return false
}

// ended is true once All has returned.
func (a *collecting[T]) ended() bool {
	select {
	case <-a.call.Done():
		return true
	default:
		return false
	}
}

// stillRunning lets everything rest and fails the check when All is over.
func (a *collecting[T]) stillRunning(why string) {
	if !a.call.Running() && a.call.Ended() == check.Returned {
		a.c.Failf("%s", why)
	}
	a.call.StillRunning(why)
}

// gives awaits the values, which must be want. how says what the tasks did.
func gives[T comparable](a *collecting[T], want []T, how string) {
	a.call.Returns(endIt)
	a.c.Mark(outcome.Joined, "All", "")
	if len(a.values) != len(want) {
		a.c.Fail(check.Mistake{
			Message: how + ", and All gave a slice of the wrong length. There is a value for each task, also for one that failed: only so does the caller know whose value it has",
			Got:     count(len(a.values), "value"), Expected: count(len(want), "value"),
		})
	}
	for i, got := range a.values {
		if got != want[i] {
			a.c.Fail(check.Mistake{
				Message: fmt.Sprintf("%s, and in place %d is another value than task %d returned. Each task has its own place, whichever ends first, and its value is kept as it is, with or without an error beside it", how, i, i),
				Got:     show(got), Expected: show(want[i]),
			})
		}
	}
}

// succeeds awaits an All whose error must be nil.
func (a *collecting[T]) succeeds(how string) {
	a.call.Returns(endIt)
	switch {
	case a.err == nil:
	case typedNil(a.err):
		a.c.Fail(check.Mistake{
			Message: how + ", and the error of All is not nil: it is an interface that holds a nil of your own type. Every caller's `if err != nil` takes it for a failure: return a plain nil, or what errors.Join gives",
			Got:     fmt.Sprintf("%T(nil)", a.err), Expected: "nil",
		})
	default:
		a.c.Fail(check.Mistake{
			Message: how + ", and All gave an error. When no task failed, the error is nil",
			Got:     fmt.Sprintf("an error of type %T: %s", a.err, a.text), Expected: "nil",
		})
	}
}

// keeps awaits an All whose error must hold all of want, the tasks' errors that are
// not nil. It is for any order, and for any text.
func (a *collecting[T]) keeps(want []error, how string) {
	a.call.Returns(endIt)
	if a.err == nil || typedNil(a.err) && !slices.Contains(want, a.err) {
		a.c.Fail(check.Mistake{
			Message: how + ", and the error of All is nil. The caller takes the work for done",
			Got:     "nil", Expected: count(len(want), "error") + ", joined",
		})
	}
	for i, err := range want {
		if check.Wraps(a.err, err) {
			continue
		}
		lost := fmt.Sprintf("%s, and of their %s, number %d is lost. The caller mends the one that it hears of, and meets the next one tomorrow: keep every error in a place of its own, and join them all", how, count(len(want), "error"), i+1)
		if text := err.Error(); text != "" && strings.Contains(a.text, text) {
			lost = how + ". The text of each error is there, but not each of the errors itself: errors.Is and errors.As find nothing in a text, nor what was taken apart or made anew. errors.Join keeps the errors as they are"
			if _, ok := a.err.(interface{ Is(error) bool }); ok && !unwraps(a.err) {
				lost = how + ". All's error has a method Is, by which errors.Is may find theirs, and no method Unwrap() []error, so that errors.As does not. errors.Join has it"
			}
		}
		a.c.Fail(check.Mistake{Message: lost, Got: a.text, Expected: errors.Join(want...).Error()})
	}
}

// unwraps reports whether an error can say which others it wraps.
func unwraps(err error) bool {
	switch err.(type) {
	case interface{ Unwrap() error }, interface{ Unwrap() []error }:
		return true
	}
	return false
}

// joins is keeps for an error that must be what errors.Join makes of want.
func (a *collecting[T]) joins(want []error, how string) {
	a.keeps(want, how)
	a.says(want, how)
}

// says looks for the text that errors.Join makes of want.
func (a *collecting[T]) says(want []error, how string) {
	text := errors.Join(want...).Error()
	if a.text == text {
		return
	}
	got, expected := strings.Split(a.text, "\n"), strings.Split(text, "\n")
	why := how + ", and the error is not what errors.Join makes of their errors in the order of the tasks: each in a line of its own, as often as a task returned it, and nothing else"
	strange := func(line string) bool { return !slices.Contains(expected, line) }
	if len(got) > len(expected) && slices.ContainsFunc(got, strange) {
		why = how + ", and the error has a line more, of an error that none of them returned. Each call of All begins with nothing, and has no errors of a call before it or beside it"
	}
	slices.Sort(got)
	slices.Sort(expected)
	if slices.Equal(got, expected) {
		why = how + ", and their errors are in another order than the tasks. It should not depend on who failed first what the caller reads: keep error k in place k, and join them at the end"
	}
	a.c.Fail(check.Mistake{Message: why, Got: a.text, Expected: text})
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// show is a value for people.
func show(v any) string {
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprintf("%+v", v)
}
