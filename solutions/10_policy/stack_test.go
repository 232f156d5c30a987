package policy_test

import (
	"errors"
	"fmt"
	"log"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	policy "workbook/solutions/10_policy"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

// carry goes some calls deep before the plates fall.
//
//go:noinline
func carry(levels int, v any, line *int) {
	if levels > 0 {
		carry(levels-1, v, line)
		return
	}
	dropPlates(v, line)
}

// dropPlates panics, and notes on which line.
//
//go:noinline
func dropPlates(v any, line *int) {
	_, _, here, _ := runtime.Caller(0)
	*line = here + 2
	panic(v)
}

func TestLogsTheStack(t *testing.T) {
	run(t, func(b *bench) {
		line := 0
		d := b.do(policy.Log, "waiter", func() { carry(20, errors.New("plates"), &line) })
		d.returns("the task panicked")
		d.shows(d.entry("the task panicked"), "dropPlates(", line)
		if got := d.entry("the task panicked"); strings.Count(got, "policy_test.carry(") < 21 {
			b.Fail(check.Mistake{
				Message: "The entry shows the line that panicked, and not the whole way there. Log all that debug.Stack gives: the cause is often some calls further up",
				Got:     got, Expected: "an entry with the 21 calls of carry that led to the panic",
			})
		}

		d = b.do(policy.Log, "waiter", func() {
			_, _, here, _ := runtime.Caller(0)
			line = here + 3
			var m map[string]int
			m["nil"] = 1
		})
		d.returns("the task wrote to a nil map")
		d.shows(d.entry("the task wrote to a nil map"), "TestLogsTheStack", line)
	})
}

// shows fails the check unless the entry has the stack of the place that panicked.
func (d *doing) shows(entry, function string, line int) {
	place := fmt.Sprintf("stack_test.go:%d", line)
	switch {
	case !strings.Contains(entry, ".go:"):
		d.Fail(check.Mistake{
			Message: "The entry has no stack. The value alone says what went wrong, and not where: call debug.Stack in the deferred function, and put what it returns into the entry",
			Got:     entry, Expected: "an entry with the line " + place,
		})
	case !strings.Contains(entry, function) || !strings.Contains(entry, place):
		d.Fail(check.Mistake{
			Message: "The entry has a stack, and the function that panicked is not on it. It was taken too late, when those calls were gone, or too early, or elsewhere: call debug.Stack in the deferred function that recovers, and on the goroutine that panicked",
			Got:     entry, Expected: "an entry with " + function + " and the line " + place,
		})
	}
}

func TestPropagatesTheStack(t *testing.T) {
	run(t, func(b *bench) {
		line, stack := 0, ""
		var seen any
		call := b.Go("a caller of Do that recovers", func() error {
			defer func() {
				seen = recover()
				stack = string(debug.Stack())
			}()
			policy.Propagate.Do(nil, "waiter", func() { carry(3, "plates", &line) })
			return nil
		})
		call.Returns("The caller of Do recovers what comes out of it")
		if line == 0 {
			b.Failf("Under Propagate, a function was to be called by Do, and Do never called it. Do must call f, whatever the policy is")
		}
		if seen == nil {
			b.Failf("Under Propagate, the task panicked, and a deferred function of Do's caller could not recover that panic")
		}
		place := fmt.Sprintf("stack_test.go:%d", line)
		if !strings.Contains(stack, "dropPlates(") || !strings.Contains(stack, place) {
			b.Fail(check.Mistake{
				Message: "Under Propagate, the task panicked, the caller of Do recovered it, and the stack that it saw there does not show the place any more. Do let the calls end and panicked anew. The shortest way to let a panic through is not to recover it; otherwise panic again inside the deferred function",
				Got:     stack, Expected: "a stack with dropPlates and the line " + place,
			})
		}
	})
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
		for _, v := range []struct {
			what  string
			value any
		}{
			{"a text with percent signs", fmt.Sprintf("%d%% of 100%%s, 5%d %%!", number, number)},
			{"a text of two lines", fmt.Sprintf("first\nsecond %d", number)},
			{"an int", number},
			{"a struct", point{number, 2}},
			{"a slice", []int{number, 2}},
			{"a map", map[string]int{"number": number}},
			{"an error that wraps another one", fmt.Errorf("around: %w", errors.New("cause"))},
			{"an error that is a nil pointer", none},
			{"an error whose Error method panics", new(grumpy)},
		} {
			how := "the task panicked with " + v.what
			task := fmt.Sprintf("task %d%%d", number)
			d := b.do(policy.Log, task, func() { panic(v.value) })
			if anew, ok := d.call.Panicked(); ok {
				b.Fail(check.Mistake{
					Message: d.under(how) + ", and a panic came out of Do. A method of the value, Error for example, is somebody else's code and may panic: do not call it, and let fmt print the value with %v, which survives that",
					Got:     "a panic with " + show(anew), Expected: "Do returns",
				})
			}
			d.returns(how)
			entry := d.entry(how)
			d.names(entry, task)
			d.holds(entry, fmt.Sprintf("%v", v.value), how)
		}
	})
}

func TestNilLogger(t *testing.T) {
	run(t, func(b *bench) {
		for _, p := range all {
			line, before := 0, len(b.std.Entries())
			call := b.Go("Do of "+nameOf(p)+" without a logger", func() error {
				p.Do(nil, "waiter", func() { carry(0, "plates", &line) })
				return nil
			})
			v, panicked := call.Panicked()
			if line == 0 {
				b.Failf("Do with a nil logger never called the function")
			}
			if p == policy.Propagate {
				continue
			}
			if panicked {
				b.Fail(check.Mistake{
					Message: "Under " + nameOf(p) + ", with a nil logger, a panic came out of Do. A nil *log.Logger cannot be written to: use log.Default() in its place",
					Got:     "a panic with " + show(v), Expected: "Do returns",
				})
			}
			entries := b.std.Entries()[before:]
			if p == policy.Ignore {
				if len(entries) > 0 {
					b.Failf("Under Ignore, with a nil logger, Do wrote to the standard logger of package log. Only Log logs")
				}
				continue
			}
			if len(entries) != 1 {
				b.Failf("Under Log, with a nil logger, Do made %d entries with the standard logger of package log. A nil logger stands for log.Default(), and there must be one entry", len(entries))
			}
			d := &doing{bench: b, p: p, log: b.std}
			d.names(entries[0], "waiter")
			d.holds(entries[0], "plates", "the task panicked")
			d.shows(entries[0], "dropPlates(", line)
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
	})
}

func TestNested(t *testing.T) {
	run(t, func(b *bench) {
		want := errors.New("from deep below")
		boom := func() { panic(want) }
		inner := new(panictest.Journal)
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

func TestTogether(t *testing.T) {
	run(t, func(b *bench) {
		const n = 60
		shared := new(panictest.Journal)
		logger := log.New(shared, "", 0)
		values := make([]error, n)
		calls := make([]*check.Call, n)
		begun := b.Barrier(n)
		// A plain channel: nothing but the learner's code orders the calls, so that
		// the race detector sees all of them at once.
		start := make(chan struct{})
		task := func(i int) string { return fmt.Sprintf("<task %d>", i) }
		for i := range n {
			values[i] = fmt.Errorf("<panic of %d>", i)
			calls[i] = b.Go(fmt.Sprintf("Do %d", i), func() error {
				<-start
				all[i%3].Do(logger, task(i), func() {
					begun.Arrive()
					panic(values[i])
				})
				return nil
			})
		}
		close(start)
		begun.All(fmt.Sprintf("%d goroutines called Do, and each function waits until all of them have begun. One Do must not wait for another", n))
		for i, call := range calls {
			v, ok := call.Panicked()
			if propagates := all[i%3] == policy.Propagate; ok != propagates || ok && v != values[i] {
				b.Failf("Of %d Dos at the same time, that of task %d under %s %s with %s. Dos must not share anything", n, i, nameOf(all[i%3]), call.Ended(), show(v))
			}
		}
		entries := shared.Entries()
		if len(entries) != n/3 {
			b.Failf("Of %d Dos at the same time, %d were under Log, and there are %d entries in the log. Make one entry of each panic, with one call of the logger", n, n/3, len(entries))
		}
		for i := range n {
			if all[i%3] == policy.Log {
				(&doing{bench: b, p: policy.Log}).among(entries, task(i), values[i].Error())
			}
		}
	})
}

// among fails the check unless exactly one entry is about the task, with its value.
func (d *doing) among(entries []string, task, value string) {
	found := 0
	for _, e := range entries {
		if strings.Contains(e, task) && strings.Contains(e, value) {
			found++
		}
	}
	if found != 1 {
		d.Failf("Many tasks panicked at the same time under Log, and %d entries have the name %s together with the value %s of its panic. Nothing that belongs to one call of Do may be shared with another", found, task, value)
	}
}
