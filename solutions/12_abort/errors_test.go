package task_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"testing"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// A mute error has no text.
type mute struct{ error }

func (*mute) Error() string   { return "" }
func (m *mute) Unwrap() error { return m.error }

func TestReason(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range []struct {
			how string
			say func(why error) error
		}{
			{"an error that wraps the one of its context", func(why error) error { return fmt.Errorf("step %d: %w", c.Rand().IntN(1000), why) }},
			{"the error of its context together with another one", func(why error) error { return errors.Join(errors.New("a file was left"), why) }},
			{"the error of its context together with io.EOF, which came first", func(why error) error { return fmt.Errorf("%w, and then %w", io.EOF, why) }},
			{"the error of its context in one that wraps two", func(why error) error { return fmt.Errorf("%w, and then %w", errors.New("full"), why) }},
			{"the error of its context, wrapped many times", func(why error) error {
				for i := range 50 {
					why = fmt.Errorf("layer %d: %w", i, why)
				}
				return why
			}},
			{"an error that wraps the one of its context and has no text", func(why error) error { return &mute{why} }},
			{"an error that wraps the one of its context, with verbs of fmt in its text", func(why error) error { return fmt.Errorf("100%% of %%d \"%%s\"\n: %w", why) }},
			{"an error that wraps the one of its context, with white space around its text", func(why error) error { return fmt.Errorf("\n\t%w \n", why) }},
			{"an error that wraps the one of its context and has a long text", func(why error) error { return fmt.Errorf("%s: %w", panictest.Long("the end"), why) }},
		} {
			var said error
			h := spawn(c, context.Background(), listen(func(ctx context.Context) error {
				said = v.say(ctx.Err())
				return said
			}))
			abort(c, h)
			j := join(c, "joiner", h)
			j.Returns(hearsIt)
			how := "Abort was called, and the task returned " + v.how
			j.cancelled(said, how)
			again := join(c, "second joiner", h)
			again.Returns(againIt)
			again.cancelled(said, how+", and was joined twice")
		}
		handsOn(c)
	})
}

// handsOn has an aborted task return the *JoinError of one that it has aborted itself.
func handsOn(c *check.C) {
	child := spawn(c, context.Background(), listen(plain))
	var said error
	h := spawn(c, context.Background(), func(ctx context.Context) (int, error) {
		<-ctx.Done()
		child.Abort()
		_, said = child.Join()
		return 99, said
	})
	abort(c, h)
	j := join(c, "joiner of a task with a child", h)
	j.Returns(hearsIt)
	j.cancelled(said, "Abort was called, and the task aborted a task of its own, joined it, and returned the error of that Join, which wraps the one of its context, too. This is the error of another task: it is a reason like any other")
}

// nothing is an error that manages without anything behind its pointer.
type nothing struct{}

func (*nothing) Error() string { return "nothing behind it" }

// An anError is an error, and what to call it.
type anError struct {
	what string
	err  error
}

func TestOtherErrors(t *testing.T) {
	check.Run(t, func(c *check.C) {
		child := spawn(c, context.Background(), listen(plain))
		abort(c, child)
		j := join(c, "joiner of a child", child)
		j.Returns(hearsIt)
		j.cancelled(context.Canceled, "Abort was called, and the task returned the error of its context")
		ofChild := j.Err
		const fall = "a child's panic"
		fallen := join(c, "joiner of a child that panicked", panics(c, false, fall))
		fallen.panicked(func(got any) bool { return got == any(fall) }, "The task panicked")

		elsewhere, cancel := context.WithTimeout(context.Background(), 0)
		defer cancel()
		var typedNil *nothing
		errs := []anError{
			{"an error of its own", errors.New("the disk is full")},
			{"an error with the text of context.Canceled, which wraps nothing", errors.New(context.Canceled.Error())},
			{"an error with the text of context.Canceled in it, which wraps nothing", fmt.Errorf("gave up: %v", context.Canceled)},
			{"an error without a text", errors.New("")},
			{"io.EOF", io.EOF},
			{"os.ErrDeadlineExceeded", os.ErrDeadlineExceeded},
			{"net.ErrClosed", net.ErrClosed},
			{"context.DeadlineExceeded, which is not the error of its context", context.DeadlineExceeded},
			{"the error of another context", fmt.Errorf("elsewhere: %w", elsewhere.Err())},
			{"a nil pointer in an error, which is not nil", typedNil},
			{"the *JoinError of another task, which had panicked", fallen.Err},
			{"an error that wraps the *JoinError of another task, which had panicked", fmt.Errorf("a child: %w", fallen.Err)},
		}
		for _, v := range errs {
			h := spawn(c, context.Background(), listen(func(context.Context) error { return v.err }))
			abort(c, h)
			j := join(c, "joiner", h)
			j.Returns(hearsIt)
			j.gives(99, v.err, "Abort was called, and the task returned "+v.what)
		}
		for _, v := range append(errs,
			anError{"context.Canceled, which came from somewhere else", context.Canceled},
			anError{"an error that wraps context.Canceled, which came from somewhere else", fmt.Errorf("elsewhere: %w", context.Canceled)},
			anError{"the *JoinError of another task, which was cancelled", ofChild},
		) {
			join(c, "joiner of a task that nobody aborted", spawn(c, context.Background(), func(context.Context) (int, error) { return 5, v.err })).
				gives(5, v.err, "Nobody called Abort, and the task returned "+v.what)
		}
	})
}
