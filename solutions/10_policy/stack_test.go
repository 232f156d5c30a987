package policy_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	policy "workbook/solutions/10_policy"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestLogsTheStack(t *testing.T) {
	run(t, func(b *bench) {
		fall := &panictest.Fall{Value: errors.New("plates")}
		d := b.do(policy.Log, "waiter", fall.Deep)
		d.returns("the task panicked")
		d.shows(d.entry("the task panicked"), fall)

		line := 0
		d = b.do(policy.Log, "waiter", func() {
			_, _, here, _ := runtime.Caller(0)
			line = here + 3
			var m map[string]int
			m["nil"] = 1
		})
		d.returns("the task wrote to a nil map")
		entry, place := d.entry("the task wrote to a nil map"), fmt.Sprintf("stack_test.go:%d", line)
		if !strings.Contains(entry, "TestLogsTheStack") || !strings.Contains(entry, place) {
			d.elsewhere(entry, place)
		}
	})
}

// shows fails the check unless the entry has the whole stack of a fall.
func (d *doing) shows(entry string, fall *panictest.Fall) {
	switch shown, missing := fall.Shown(entry); {
	case missing == "":
	case !strings.Contains(entry, ".go:"):
		d.Fail(check.Mistake{
			Message: "The entry has no stack. The value alone says what went wrong, and not where: call debug.Stack in the deferred function, and put what it returns into the entry",
			Got:     entry, Expected: "an entry with the line of " + fall.Place(),
		})
	case shown == 0:
		d.elsewhere(entry, fall.Place())
	default:
		d.Fail(check.Mistake{
			Message: fmt.Sprintf("The entry shows the line that panicked, and not the whole way there: of %d calls it shows %d. Log all that debug.Stack gives, which can be many kilobytes and have more than one line that begins with panic: the cause is often some calls further up", fall.Calls(), shown),
			Got:     entry[max(0, len(entry)-200):], Expected: "then " + missing,
		})
	}
}

// elsewhere fails the check because a stack is that of another place.
func (d *doing) elsewhere(entry, place string) {
	d.Fail(check.Mistake{
		Message: "The entry has a stack, and the function that panicked is not on it. It was taken too late, when those calls were gone, or too early, or elsewhere: call debug.Stack in the deferred function that recovers, and on the goroutine that panicked, and cut nothing off: after two panics, two lines of it begin with panic",
		Got:     entry, Expected: "an entry with " + place,
	})
}

func TestPropagatesTheStack(t *testing.T) {
	run(t, func(b *bench) {
		b.seenAbove(policy.Propagate, "Under Propagate")
		stranger := policy.Policy(3 + b.Rand().IntN(1000))
		b.seenAbove(stranger, "Under "+nameOf(stranger)+", which is none of the three policies and so must propagate")
	})
}

// seenAbove fails the check unless who recovers a panic above Do sees its place.
func (b *bench) seenAbove(p policy.Policy, under string) {
	fall := &panictest.Fall{Value: "plates"}
	stack := ""
	var seen any
	call := b.Go("a caller of Do that recovers", func() error {
		defer func() {
			seen = recover()
			stack = string(debug.Stack())
		}()
		p.Do(nil, "waiter", fall.Deep)
		return nil
	})
	call.Returns("The caller of Do recovers what comes out of it")
	if !fall.Fell() {
		b.Failf("%s, a function was to be called by Do, and Do never called it. Do must call f, whatever the policy is", under)
	}
	if seen == nil {
		b.Failf("%s, the task panicked, and a deferred function of Do's caller could not recover that panic", under)
	}
	if _, missing := fall.Shown(stack); missing != "" {
		b.Fail(check.Mistake{
			Message: under + ", the task panicked, the caller of Do recovered it, and the stack that it saw there does not show the place any more. Do let the calls end and panicked anew. The shortest way to let a panic through is not to recover it; otherwise panic again inside the deferred function",
			Got:     stack, Expected: "a stack with " + missing,
		})
	}
}

// grumpy is an error whose method is of no help to anybody.
type grumpy struct{ text string }

func (g *grumpy) Error() string {
	if g.text == "" { // also a nil pointer: a panic
		panic("no text")
	}
	return g.text
}

func TestLogsAnyValue(t *testing.T) {
	run(t, func(b *bench) {
		type point struct{ x, y int }
		number := 1000 + b.Rand().IntN(1_000_000)
		var none *grumpy
		var noDish *panictest.Dish
		for _, v := range []struct {
			what  string
			value any
		}{
			{"a text with percent signs", fmt.Sprintf("%d%% of 100%%s, 5%d %%!", number, number)},
			{"a text of two lines", fmt.Sprintf("first\nsecond %d", number)},
			{"a text with white space around it", fmt.Sprintf("\n\t%d \n", number)},
			{"a text of 100 KiB", panictest.Long(fmt.Sprint(number))},
			{"an empty text", ""},
			{"an int", number},
			{"a number with a fraction", float64(number) + 0.25},
			{"a struct", point{number, 2}},
			{"a pointer to a struct", &point{number, 2}},
			{"bytes", fmt.Appendf(nil, "%d%%", number)},
			{"a slice", []int{number, 2}},
			{"a map", map[string]int{"number": number}},
			{"an error that wraps another one", fmt.Errorf("around: %w", errors.New("cause"))},
			{"context.Canceled", context.Canceled},
			{"an error that wraps context.Canceled", fmt.Errorf("around: %w", context.Canceled)},
			{"io.EOF", io.EOF},
			{"an error that has a Format method", panictest.Formatted{Err: "another text", Fmt: fmt.Sprint("error ", number)}},
			{"an error that is a nil pointer", none},
			{"an error whose Error method panics", new(grumpy)},
			{"a fmt.Stringer that is a nil pointer", noDish},
			{"an error that is a fmt.Stringer as well", panictest.TwoTexts{Err: fmt.Sprint("error ", number), Str: "another text"}},
		} {
			how := "the task panicked with " + v.what
			// A name is anything that tells a task from others.
			task := fmt.Sprintf("task \"%d%%d\"\tb\\w, ünïcödé", number)
			d := b.do(policy.Log, task, func() { panic(v.value) })
			if anew, ok := d.call.Panicked(); ok {
				b.Fail(check.Mistake{
					Message: d.under(how) + ", and a panic came out of Do. A method of the value, Error for example, is somebody else's code and may panic: do not call it, and let fmt print the value with %v, which survives that",
					Got:     "a panic with " + panictest.Show(anew), Expected: "Do returns",
				})
			}
			d.returns(how)
			entry := d.entry(how)
			d.names(entry, task)
			d.holds(entry, fmt.Sprintf("%v", v.value), how)
		}
		how, name := "the task, whose name is very long, panicked", strings.Repeat(panictest.Long("waiter"), 20)
		d := b.do(policy.Log, name, func() { panic(number) })
		d.returns(how)
		d.names(d.entry(how), name)

		var seen any
		d = b.do(policy.Log, "waiter", func() { panictest.NilMap(&seen) })
		d.returns("the task wrote to a nil map")
		d.holds(d.entry("the task wrote to a nil map"), fmt.Sprintf("%v", seen), "the task wrote to a nil map, which is a panic with a runtime.Error")
	})
}

func TestNilLogger(t *testing.T) {
	run(t, func(b *bench) {
		for _, p := range slices.Concat(all, all, all) {
			fall, before := &panictest.Fall{Value: "plates"}, len(b.std.Entries())
			call := b.Go("Do of "+nameOf(p)+" without a logger", func() error {
				p.Do(nil, "waiter", fall.Deep)
				return nil
			})
			v, panicked := call.Panicked()
			if !fall.Fell() {
				b.Failf("Do with a nil logger never called the function")
			}
			if panicked && p != policy.Propagate {
				b.Fail(check.Mistake{
					Message: "Under " + nameOf(p) + ", with a nil logger, a panic came out of Do. A nil *log.Logger cannot be written to: use log.Default() in its place",
					Got:     "a panic with " + panictest.Show(v), Expected: "Do returns",
				})
			}
			entries := b.std.Entries()[before:]
			if p != policy.Log {
				if len(entries) > 0 {
					b.Failf("Under %s, with a nil logger, Do wrote to the standard logger of package log. Only Log logs", nameOf(p))
				}
				continue
			}
			if len(entries) != 1 {
				b.Failf("Under Log, with a nil logger, Do made %d entries with the standard logger of package log. A nil logger stands for log.Default(), and there must be one entry", len(entries))
			}
			d := &doing{bench: b, p: p, log: b.std}
			d.names(entries[0], "waiter")
			d.holds(entries[0], "plates", "the task panicked")
			d.shows(entries[0], fall)
		}
	})
}

func TestDeferredCalls(t *testing.T) {
	run(t, func(b *bench) {
		first, last := errors.New("the first panic"), errors.New("the last panic")
		for _, v := range []struct {
			how string
			f   func()
		}{
			{"a deferred call of the task panicked", func() {
				defer func() { panic(last) }()
			}},
			{"the task panicked, and then a deferred call of it with another value, which counts", func() {
				defer func() { panic(last) }()
				panic(first)
			}},
			{"the task called runtime.Goexit, and then a deferred call of it panicked", func() {
				defer func() { panic(last) }()
				panictest.Goexit()
			}},
		} {
			b.do(policy.Propagate, "a task", v.f).panics(last, v.how)
		}
		for _, p := range all {
			d := b.do(p, "a task", func() {
				defer func() { _ = recover() }()
				panic("the task's own business")
			})
			d.returns("the task recovered its own panic")
			d.quiet("the task recovered its own panic")

			d = b.do(p, "a task", func() {
				defer func() { panic(last) }()
				panic(first)
			})
			how := "the task panicked, and then a deferred call of it with another value, which counts"
			switch p {
			case policy.Propagate:
				d.panics(last, how)
			case policy.Log:
				d.returns(how)
				d.holds(d.entry(how), last.Error(), how)
			case policy.Ignore:
				d.returns(how)
				d.quiet(how)
			}
		}
		late := &panictest.Fall{Value: last}
		how := "the task panicked, and then a deferred call of it with another value, which counts"
		d := b.do(policy.Log, "a task", func() {
			defer late.Deep()
			panic(first)
		})
		d.returns(how)
		d.shows(d.entry(how), late)
		for _, p := range []policy.Policy{policy.Log, policy.Ignore} {
			fall := &panictest.Fall{Value: last}
			d := b.do(p, "a task", func() {
				defer fall.Deep()
				panictest.Goexit()
			})
			how := "the task called runtime.Goexit, and then a deferred call of it panicked"
			if d.call.Ended() == check.Returned {
				b.Failf("%s, and Do returned to its caller. The panic ends in Do, and the goroutine ends all the same: that is what it had asked for. Call f on the goroutine of Do's caller, and Go sees to it", d.under(how))
			}
			d.endedBy(how)
			if p == policy.Ignore || len(d.log.Entries()) == 0 {
				d.quiet(how)
				continue
			}
			entry := d.entry(how)
			d.holds(entry, last.Error(), how)
			d.shows(entry, fall)
		}
	})
}

func TestNested(t *testing.T) {
	run(t, func(b *bench) {
		want := errors.New("from deep below")
		boom := func() { panic(want) }
		inner := &panictest.Journal{Note: b.Note}
		within := func(p policy.Policy) func() {
			return func() { p.Do(log.New(inner, "", 0), "the inner task", boom) }
		}
		for _, outer := range all {
			for _, p := range []policy.Policy{policy.Log, policy.Ignore} {
				how := "the task called Do under " + nameOf(p) + " with a function that panicked. The inner Do deals with that panic"
				d := b.do(outer, "the outer task", within(p))
				d.ends(d.under(how) + ", and one Do must not wait for another")
				d.returns(how)
				d.quiet(how)
			}
		}
		if n := len(inner.Entries()); n != len(all) {
			b.Failf("A task called Do under Log with a function that panicked, %d times over, and there are %d entries in the inner log", len(all), n)
		}
		how := "the task called Do under Propagate with a function that panicked"
		b.do(policy.Propagate, "the outer task", within(policy.Propagate)).panics(want, how)
		cleanup := errors.New("from the cleaning up")
		for _, p := range all {
			how := "the task panicked, and a deferred call of it called Do under Ignore with a function that panicked as well. The inner Do deals with that one, and the outer with the task's"
			d := b.do(p, "the outer task", func() {
				defer policy.Ignore.Do(nil, "the inner task", func() { panic(cleanup) })
				panic(want)
			})
			if p == policy.Propagate {
				d.panics(want, how)
				continue
			}
			d.returns(how)
			if p == policy.Log {
				d.holds(d.entry(how), want.Error(), how)
			}
		}
		d := b.do(policy.Ignore, "the outer task", within(policy.Propagate))
		d.returns(how)
		d.quiet(how)
		d = b.do(policy.Log, "the outer task", within(policy.Propagate))
		d.returns(how)
		if entry := d.entry(how); !strings.Contains(entry, "the outer task") {
			b.Fail(check.Mistake{
				Message: "The outer Do logged a panic that came through an inner Do, and the entry does not have the name of the outer task. What belongs to one call of Do must not be in a variable that another call sets as well",
				Got:     entry, Expected: "an entry with the outer task",
			})
		}
	})
}
