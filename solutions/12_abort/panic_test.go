package task_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

// panics spawns a task that panics with a value, after Abort when that is asked for.
func panics(c *check.C, aborted bool, value any) *task.Handle[int] {
	h := spawn(c, context.Background(), func(ctx context.Context) (int, error) {
		if aborted {
			<-ctx.Done()
		}
		panic(value)
	})
	if aborted {
		abort(c, h)
	}
	return h
}

func TestPanicAndGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		join(c, "joiner", panics(c, false, "a panic")).
			panicked(func(got any) bool { return got == any("a panic") }, "The task panicked")
		var none error
		for _, no := range []struct {
			what  string
			value any
		}{{"nil", nil}, {"a nil error", none}} {
			join(c, "joiner of panic(nil)", panics(c, false, no.value)).
				panicked(panictest.IsNil, "The task called panic with "+no.what+", for which Go panics with a *runtime.PanicNilError")
		}
		exits := func(ctx context.Context) (int, error) { panictest.Goexit(); return 1, nil }
		exit := join(c, "joiner of an exit", spawn(c, context.Background(), exits))
		exit.exited("The task called runtime.Goexit")
		// What is not there is printed like this.
		text := join(c, "joiner of a text", panics(c, false, "<nil>"))
		text.panicked(func(got any) bool { return got == any("<nil>") }, `The task panicked with the string "<nil>"`)
		if exit.Err.Error() == text.Err.Error() {
			c.Fail(check.Mistake{
				Message: `One task called runtime.Goexit, another panicked with the string "<nil>", and Error says the same of both. Look first whether there was a panic: whoever reads the text must not take the one for the other`,
				Got:     fmt.Sprintf("%q of both", text.Err.Error()), Expected: "two different texts",
			})
		}

		j := join(c, "joiner of an aborted task that panicked", panics(c, true, context.Canceled))
		j.Returns(hearsIt)
		j.panicked(is(context.Canceled), "Abort was called, and then the task panicked with the error that its context has")
		h := spawn(c, context.Background(), func(ctx context.Context) (int, error) { <-ctx.Done(); return exits(ctx) })
		abort(c, h)
		join(c, "joiner of an aborted task that left", h).exited("Abort was called, and then the task called runtime.Goexit")
	})
}

// TestPanicValues panics with a value of each kind, with and without an Abort.
func TestPanicValues(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, aborted := range []bool{false, true} {
			how := "The task panicked with "
			if aborted {
				how = "Abort was called, and the task panicked with "
			}
			for _, v := range append(panictest.Values(c), panictest.Value{What: "a *JoinError of its own making", Value: new(task.JoinError)}) {
				h := panics(c, aborted, v.Value)
				same := func(got any) bool { return panictest.Same(got, v.Value) }
				join(c, "joiner of a task that panicked with "+v.What, h).panicked(same, how+v.What)
				join(c, "second joiner", h).panicked(same, how+v.What+", and was joined twice")
			}
			var seen any
			h := spawn(c, context.Background(), func(context.Context) (int, error) { panictest.NilMap(&seen); return 1, nil })
			j := join(c, "joiner of a task that wrote to a nil map", h)
			j.Returns(endIt)
			j.panicked(func(got any) bool { return panictest.Same(got, seen) }, "The task wrote to a nil map, which is a panic with a runtime.Error")
		}
		leaving(c)
		jointest.AskedTogether[*task.JoinError](c, "The task panicked", panics(c, false, "a panic that many ask for").Join)
		given := spawn(c, context.Background(), listen(plain))
		abort(c, given)
		jointest.AskedTogether[*task.JoinError](c, "Abort was called, and the task returned the error of its context", given.Join)
	})
}

// leaving is about panics on the way out, of which the last one counts.
func leaving(c *check.C) {
	first, last := errors.New("first"), errors.New("last")
	for _, v := range []struct {
		how string
		end func() (int, error)
	}{
		{"A deferred call of the task panicked after its return statement", func() (int, error) { return 3, nil }},
		{"A deferred call of the task panicked after it had returned context.Canceled", func() (int, error) { return 3, context.Canceled }},
		{"The task panicked, and then a deferred call of it panicked with another value, which is the one that counts", func() (int, error) { panic(first) }},
		{"The task called runtime.Goexit, and then a deferred call of it panicked", func() (int, error) { panictest.Goexit(); return 3, nil }},
	} {
		h := spawn(c, context.Background(), func(context.Context) (int, error) {
			defer func() { panic(last) }()
			return v.end()
		})
		abort(c, h)
		join(c, "joiner", h).panicked(is(last), v.how)
	}
	own := spawn(c, context.Background(), func(context.Context) (n int, err error) {
		defer func() {
			_ = recover()
			n, err = 4, first
		}()
		panic("the task's own business")
	})
	join(c, "joiner of a task that recovered", own).gives(4, first, "The task recovered its own panic, and returned a value and an error")
}
