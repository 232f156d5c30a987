// Package policy_test holds the inside checks of the three answers to a panic.
package policy_test

import (
	"errors"
	"fmt"
	"log"
	"math"
	"math/bits"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	policy "workbook/solutions/10_policy"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestReturned(t *testing.T) {
	run(t, func(b *bench) {
		for _, p := range append(all, policy.Policy(3+b.Rand().IntN(1000))) {
			caller, worker := 0, 0
			work := b.Gate("the function under " + nameOf(p))
			d := b.do(p, "a task", func() {
				worker = panictest.Goroutine()
				work.Wait()
			})
			work.Arrived(1, d.under("Do was called, and it never called the function. Do must call f, whatever the policy is"))
			d.call.StillRunning(d.under("the function is still at work, and Do did not wait for its end"))
			work.Open()
			d.returns("the function returned")
			d.quiet("the function returned")

			b.Go("Do on a known goroutine", func() error {
				caller = panictest.Goroutine()
				p.Do(nil, "a task", func() { worker = panictest.Goroutine() })
				return nil
			}).Returns(d.under("the function returned, and so must Do"))
			if worker != caller {
				b.Failf("%s ran on another goroutine than its caller's. Call f in Do itself: only then can a panic go on to the caller by itself, and whoever wants a goroutine writes go", d.under("the function"))
			}
		}
	})
}

// strangers are none of the three policies, though a part of their number is that of
// Log or Ignore, or what a division leaves of it.
func strangers() []policy.Policy {
	var ps []policy.Policy
	for _, p := range []policy.Policy{policy.Log, policy.Ignore} {
		ps = append(ps, p+3, -p)
		for _, bit := range []int{2, 8, 16, bits.UintSize / 2, bits.UintSize - 1} {
			ps = append(ps, p|1<<bit)
		}
	}
	return ps
}

func TestNames(t *testing.T) {
	run(t, func(b *bench) {
		other := 3 + b.Rand().IntN(1000)
		type named struct {
			p    policy.Policy
			want string
		}
		names := []named{
			{policy.Propagate, "propagate"},
			{policy.Log, "log"},
			{policy.Ignore, "ignore"},
			{3, "Policy(3)"},
			{-1, "Policy(-1)"},
			{math.MaxInt32, "Policy(2147483647)"},
			{policy.Policy(other), fmt.Sprintf("Policy(%d)", other)},
			{policy.Policy(-other), fmt.Sprintf("Policy(%d)", -other)},
		}
		for _, p := range strangers() {
			names = append(names, named{p, fmt.Sprintf("Policy(%d)", int(p))})
		}
		for _, v := range names {
			var got string
			b.Go("String", func() error { got = v.p.String(); return nil }).
				Returns("String must give a name to every Policy, also to one that is none of the three")
			if got != v.want {
				b.Fail(check.Mistake{
					Message: fmt.Sprintf("String gave another name for %s. People read it in logs and flags, where a number or nothing says too little", nameOf(v.p)),
					Got:     fmt.Sprintf("%q", got), Expected: fmt.Sprintf("%q", v.want),
				})
			}
		}
		var zero policy.Policy
		if zero != policy.Propagate {
			b.Failf("The zero value of Policy is %s. It must be Propagate: who forgot to decide must not lose a panic", nameOf(zero))
		}
		if policy.Log == policy.Ignore {
			b.Failf("Log and Ignore are the same value. They are two answers")
		}
	})
}

func TestIgnored(t *testing.T) {
	run(t, func(b *bench) {
		ignored := func(how string, f func()) {
			d := b.do(policy.Ignore, "a task", f)
			d.returns(how)
			d.quiet(how)
		}
		ignored("the task panicked", func() { panic(errors.New("a panic to ignore")) })
		for _, v := range panictest.Values(b.C) {
			ignored("the task panicked with "+v.What, func() { panic(v.Value) })
		}
		var seen any
		ignored("the task wrote to a nil map, which is a panic", func() { panictest.NilMap(&seen) })
	})
}

func TestLogged(t *testing.T) {
	run(t, func(b *bench) {
		how := "the task panicked"
		task, word := fmt.Sprintf("task-%08x", b.Rand().Uint32()), fmt.Sprintf("boom-%08x", b.Rand().Uint32())
		d := b.do(policy.Log, task, func() { panic(errors.New(word)) })
		d.returns(how)
		entry := d.entry(how)
		d.names(entry, task)
		d.holds(entry, word, how)

		slow := &panictest.Journal{Note: b.Note, Gate: b.Gate("the log's writer")}
		d = b.doWith(slow, policy.Log, task, func() { panic(errors.New(word)) })
		slow.Gate.Arrived(1, d.under("a task panicked, for the second time in this program, and nothing was logged"))
		d.call.StillRunning(d.under("the task panicked, the entry was not written yet, and Do did not wait for it. Call the logger on Do's own goroutine: who goes on, and perhaps ends the program, must be able to rely on the log"))
		slow.Gate.Open()
		d.returns(how)

		how = "the task panicked, and what the logger writes to cannot be the key of a map"
		j := &panictest.Journal{Note: b.Note}
		d = b.doOn(log.New(pile{j}, "", 0), j, policy.Log, task, func() { panic(errors.New(word)) })
		d.returns(how)
		d.names(d.entry(how), task)
	})
}

// A pile is a writer that is a slice, which is no key of a map.
type pile []*panictest.Journal

func (p pile) Write(b []byte) (int, error) { return p[0].Write(b) }

// names fails the check unless the entry names the task.
func (d *doing) names(entry, task string) {
	if strings.Contains(entry, "(MISSING)") {
		d.Fail(check.Mistake{
			Message: "The task's name or the value has percent signs in it, and fmt took them for verbs. Neither may be a part of the format: give a format of your own, with a %s or %v for each of them, or use Print",
			Got:     entry, Expected: "an entry with " + task,
		})
	}
	if !strings.Contains(entry, task) && !strings.Contains(entry, strconv.Quote(task)) {
		d.Fail(check.Mistake{
			Message: "The entry does not say which task panicked, with its whole name. Of a thousand tasks that run the same code, the name tells one from the other",
			Got:     entry, Expected: "an entry with " + task,
		})
	}
}

// holds fails the check unless the entry has the value of the panic.
func (d *doing) holds(entry, value, how string) {
	if !strings.Contains(entry, value) {
		d.Fail(check.Mistake{
			Message: d.under(how) + ", and the entry does not hold the value of the panic as %v prints it. The value says what went wrong",
			Got:     entry, Expected: "an entry with " + value,
		})
	}
}

// held looks at an entry that a logger with these settings should have made.
func (d *doing) held(entry string, header *regexp.Regexp, whose string) {
	if !header.MatchString(entry) {
		d.Fail(check.Mistake{
			Message: "Under Log, a task panicked, and " + whose + " has a prefix and a time of day before each entry, which this entry does not have. Do not make a logger of your own that writes to the same place, and change nothing of this one: call its Printf",
			Got:     entry, Expected: "an entry that begins as all others of that logger do",
		})
	}
}

// untouched fails the check if a logger is not what it was, or was not meanwhile.
func (d *doing) untouched(how string) {
	for _, where := range []struct {
		*panictest.Journal
		name string
	}{{d.log, "the logger"}, {d.std, "the standard logger of package log"}} {
		if was, now := where.Changed(); now != "" {
			d.Fail(check.Mistake{
				Message: d.under(how) + ", and Do changed a setting of " + where.name + ", if only for a moment. Others log with it at the same time, and their entries get what was meant for this one: all that belongs to an entry goes into the one call that makes it",
				Got:     now, Expected: was,
			})
		}
	}
}

func TestLeavesTheLogger(t *testing.T) {
	run(t, func(b *bench) {
		for _, p := range all {
			for _, task := range []struct {
				how string
				f   func()
			}{
				{"the task returned", func() {}},
				{"the task panicked", func() { panic("plates") }},
				{"the task called runtime.Goexit", panictest.Goexit},
			} {
				d := b.do(p, "waiter", task.f)
				d.call.Ended()
				d.untouched(task.how)
				if p == policy.Log && task.how == "the task panicked" {
					d.held(d.entry(task.how), givenHeader, "the logger")
				}
			}
		}
		d := &doing{bench: b, p: policy.Log, log: &panictest.Journal{Note: b.Note}}
		d.call = b.Go("Do without a logger", func() error {
			policy.Log.Do(nil, "waiter", func() { panic("plates") })
			return nil
		})
		d.call.Ended()
		d.untouched("with a nil logger, the task panicked")
		for _, entry := range b.std.Entries() {
			d.held(entry, stdHeader, "the standard logger of package log")
		}
		b.sameLogger()
	})
}

// sameLogger fails the check unless two tasks that share a logger make two entries with
// it, one after the other: a logger makes one entry at a time, whoever uses it. The
// entries look the same.
func (b *bench) sameLogger() {
	shared := &panictest.Journal{Note: b.Note, Gate: b.Gate("the log's writer")}
	logger := shared.Logger(givenPrefix, givenFlags)
	var calls [2]*check.Call
	for i := range calls {
		calls[i] = b.Go(fmt.Sprintf("Do %d", i+1), func() error {
			policy.Log.Do(logger, "waiter", func() { panic("plates") })
			return nil
		})
	}
	shared.Gate.Arrived(1, "Two tasks panicked at the same time under Log, and nothing was logged")
	b.Settle()
	if shared.Most() > 1 {
		b.Failf("Two tasks panicked at the same time under Log, with one logger, and two entries were written to its output at once, where they mix. A logger keeps that from happening: call its methods, and do not write to its Writer, or with a logger of your own")
	}
	shared.Gate.Open()
	for _, call := range calls {
		call.Returns("Two tasks panicked at the same time under Log, and the log takes entries again")
	}
	if n := len(shared.Entries()); n != len(calls) {
		b.Failf("Two tasks of the same name panicked with the same value under Log, with one logger, and there are %d entries in its log. Each panic is an entry, also when another looked like it: whoever reads the log wants to know how often it happened. Remember nothing from one call of Do to the next", n)
	}
}

func TestPropagated(t *testing.T) {
	run(t, func(b *bench) {
		other := policy.Policy(3 + b.Rand().IntN(1000))
		for _, p := range []policy.Policy{policy.Propagate, other, -other} {
			before := ""
			if p != policy.Propagate {
				before = "which is none of the three policies and so must propagate, "
			}
			for _, v := range panictest.Values(b.C) {
				b.do(p, "a task", func() { panic(v.Value) }).
					panics(v.Value, before+"the task panicked with "+v.What)
			}
			var seen any
			d := b.do(p, "a task", func() { panictest.NilMap(&seen) })
			d.call.Ended()
			d.panics(seen, before+"the task wrote to a nil map, which is a panic with a runtime.Error")
		}
		boom := errors.New("plates")
		for _, p := range strangers() {
			b.do(p, "a task", func() { panic(boom) }).
				panics(boom, "which is none of the three policies, though a part of its number may be, and so must propagate, the task panicked")
		}
	})
}

func TestPanicNil(t *testing.T) {
	run(t, func(b *bench) {
		how := "the task called panic(nil), for which Go panics with a *runtime.PanicNilError"
		for _, p := range all {
			d := b.do(p, "a task", func() { panic(nil) })
			switch p {
			case policy.Propagate:
				v, ok := d.call.Panicked()
				d.once(how)
				if _, isNil := v.(*runtime.PanicNilError); !ok || !isNil {
					b.Fail(check.Mistake{
						Message: d.under(how) + ", and that did not come out of Do. It is a panic like any other",
						Got:     "Do " + string(d.call.Ended()) + " with " + panictest.Show(v), Expected: "a panic with a *runtime.PanicNilError",
					})
				}
			case policy.Ignore:
				d.returns(how)
				d.quiet(how)
			case policy.Log:
				d.returns(how)
				d.holds(d.entry(how), new(runtime.PanicNilError).Error(), how)
			}
		}
	})
}

func TestGoexit(t *testing.T) {
	run(t, func(b *bench) {
		ps := append(all, policy.Policy(3+b.Rand().IntN(1000)))
		for _, p := range ps {
			b.do(p, "a task", panictest.Goexit).exits("the task called runtime.Goexit")
		}
		for _, p := range ps {
			b.do(p, "a task", func() {
				defer func() { _ = recover() }()
				defer func() { panic("on the way out") }()
				panictest.Goexit()
			}).exits("the task called runtime.Goexit and recovered a panic of its own on the way out")
		}
	})
}
