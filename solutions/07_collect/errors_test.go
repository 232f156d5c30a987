package collect_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// failing gives a task for each of the errors, and what all of them wants. Nil is no
// failure.
func failing(errs ...error) (tasks []task[int], calls *atomic.Int32, want []error) {
	calls = new(atomic.Int32)
	for _, err := range errs {
		tasks = append(tasks, func() (int, error) { calls.Add(1); return 1, err })
		if err != nil {
			want = append(want, err)
		}
	}
	return tasks, calls, want
}

func TestErrorsAreJoined(t *testing.T) {
	check.Run(t, func(c *check.C) {
		tasks, _, errs, run := together(c, 20, func(i int) bool { return i%3 > 0 })
		a := start(c, "All", tasks...)
		run()
		a.joins(errs, "Of 20 tasks, 13 failed, in another order than they were given in")

		cause, other := errors.New("the cause"), errors.New("another one")
		for _, v := range []struct {
			how  string
			errs []error
		}{
			{"Of 3 tasks, one failed", []error{nil, cause, nil}},
			{"Two tasks failed with the same error", []error{cause, cause}},
			{"Two tasks failed with errors of the same text", []error{errors.New("no"), errors.New("no")}},
			{"A task failed with an error that wraps that of another task", []error{fmt.Errorf("around: %w", cause), cause}},
			{"A task failed with two errors that it had joined itself", []error{errors.Join(cause, other), other}},
			{"A task failed with an error whose methods are of no help", []error{cause, &panictest.Sour{Cause: cause}, other, &panictest.Sour{Cause: other}}},
			{"A task failed with an error that has no text", []error{cause, errors.New(""), other}},
			{"A single task failed, and its error has no text", []error{nil, errors.New("")}},
			{"The errors of tasks hold what fmt takes for verbs", []error{errors.New("100%"), errors.New("%d%s%w%!"), nil}},
			{"The errors of tasks hold quotes and lines", []error{errors.New("a \"b\"\n\n"), errors.New("\n"), errors.New("`c`")}},
			{"The errors of tasks have white space around their texts", []error{errors.New(" a\t"), errors.New("\n b"), errors.New("c \n ")}},
			{"The errors of tasks are long", []error{errors.New(strings.Repeat("long ", 20_000)), errors.New(strings.Repeat("longer", 20_000))}},
		} {
			tasks, _, want := failing(v.errs...)
			start(c, "All", tasks...).joins(want, v.how)
		}
		notComparable(c)
	})
}

// A list is an error that == cannot compare, as that of many validators.
type list []string

func (l list) Error() string { return strings.Join(l, ", ") }

func notComparable(c *check.C) {
	const how = "Two tasks failed with an error whose type is a slice, which == cannot compare"
	tasks, _, want := failing(list{"a", "b"}, nil, list{"c"}, errors.New("d"))
	a := start(c, "All", tasks...)
	a.call.Returns(endIt)
	var found list
	if !errors.As(a.err, &found) {
		c.Fail(check.Mistake{Message: how + ", and errors.As does not find it in the error of All. Keep each error in a place of its own, and join them all", Got: a.text, Expected: errors.Join(want...).Error()})
	}
	a.keeps(want[2:], how)
	a.says(want, how)
}

// TestAnyError is about errors that other code takes for something else than a failure.
func TestAnyError(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var typedNil *nothing
		canceled, cancel := context.WithCancelCause(context.Background())
		cancel(errors.New("the cause of a context"))
		for _, failure := range []struct {
			what string
			err  error
		}{
			{"context.Canceled", context.Canceled},
			{"context.DeadlineExceeded", context.DeadlineExceeded},
			{"an error that wraps context.Canceled", fmt.Errorf("gave up: %w", context.Canceled)},
			{"the cause of a context", context.Cause(canceled)},
			{"io.EOF", io.EOF},
			{"io.ErrUnexpectedEOF", io.ErrUnexpectedEOF},
			{"net.ErrClosed", net.ErrClosed},
			{"os.ErrDeadlineExceeded", os.ErrDeadlineExceeded},
			{"a timeout of the network", &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}},
			{"fs.ErrNotExist", fs.ErrNotExist},
			{"fs.SkipAll", fs.SkipAll},
			{"a nil pointer in an error, which is not nil", typedNil},
			{"an error whose text is <nil>", errors.New("<nil>")},
			{"an error that the runtime has made", dividing()},
		} {
			what, err := failure.what, failure.err
			for _, how := range []string{"One of three tasks failed with " + what, "A single task failed with " + what} {
				errs := []error{errors.New("another failure"), err, nil}
				if strings.HasPrefix(how, "A single") {
					errs = []error{err}
				}
				tasks, calls, want := failing(errs...)
				a := start(c, "All", tasks...)
				a.joins(want, how+", which is a failure like any other")
				gives(a, slices.Repeat([]int{1}, len(tasks)), how)
				if got := int(calls.Load()); got != len(tasks) {
					c.Fail(check.Mistake{
						Message: how + ", and tasks were called more than once. A task is called once: whoever gave it to All knows whether it may be tried again, All does not",
						Got:     count(got, "call"), Expected: count(len(tasks), "call"),
					})
				}
			}
		}
		many(c)
	})
}

// many is about more errors than the room for them that people choose.
func many(c *check.C) {
	errs := make([]error, c.Amount(1100, 300))
	for i := range errs {
		errs[i] = fmt.Errorf("failure %d", i)
	}
	tasks, _, want := failing(errs...)
	start(c, "All", tasks...).keeps(want, fmt.Sprintf("%d tasks failed, all that there were, each with an error of its own", len(tasks)))
}

func TestErrorIsAValue(t *testing.T) {
	check.Run(t, func(c *check.C) {
		value, failure := errors.New("an error that is a value"), errors.New("a failure")
		const how = "The tasks' T is error, and one gave an error as its value, which is no failure"
		a := start(c, "All",
			func() (error, error) { return value, nil },
			func() (error, error) { return nil, nil },
			func() (error, error) { return nil, failure })
		gives(a, []error{value, nil, nil}, how)
		a.joins([]error{failure}, how)

		a = start(c, "All", func() (error, error) { return value, nil })
		gives(a, []error{value}, how)
		a.succeeds(how)

		// A type that is an error and no interface.
		path := &fs.PathError{Op: "open", Path: "a file", Err: fs.ErrNotExist}
		p := start(c, "All of *fs.PathError", func() (*fs.PathError, error) { return path, nil }, func() (*fs.PathError, error) { return nil, nil })
		const errorType = "The tasks' T is *fs.PathError, whose values are errors, too, and one gave such a value, which is no failure"
		gives(p, []*fs.PathError{path, nil}, errorType)
		p.succeeds(errorType)

		// Values of which Go makes neither a key nor a comparison.
		s := start(c, "All of slices", func() ([]error, error) { return []error{value}, nil }, func() ([]error, error) { return nil, nil })
		s.call.Returns(endIt)
		if len(s.values) != 2 || len(s.values[0]) != 1 || s.values[0][0] != value || s.values[1] != nil {
			c.Fail(check.Mistake{Message: "The tasks' T is a slice, and All gave other slices than they returned", Got: show(s.values), Expected: show([][]error{{value}, nil})})
		}
	})
}

// nothing is an error that manages without anything behind its pointer.
type nothing struct{}

func (*nothing) Error() string { return "nothing behind it" }

// dividing gives the error of a division by zero.
func dividing() (err error) {
	defer func() { err = recover().(error) }()
	zero := 0
	_ = 1 / zero
	return nil
}
