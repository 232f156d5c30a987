// Package policy_test holds the inside checks of the three answers to a panic.
package policy_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	policy "workbook/solutions/10_policy"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestReturned(t *testing.T) {
	run(t, func(b *bench) {
		for _, p := range all {
			caller, worker := 0, 0
			work := b.Gate("the function under " + nameOf(p))
			d := b.do(p, "a task", func() {
				worker = goroutine()
				work.Wait()
			})
			work.Arrived(1, d.under("Do was called, and it never called the function. Do must call f, whatever the policy is"))
			d.call.StillRunning(d.under("the function is still at work, and Do did not wait for its end"))
			work.Open()
			d.returns("the function returned")
			d.quiet("the function returned")

			b.Go("Do on a known goroutine", func() error {
				caller = goroutine()
				p.Do(nil, "a task", func() { worker = goroutine() })
				return nil
			}).Returns(d.under("the function returned, and so must Do"))
			if worker != caller {
				b.Failf("%s ran on another goroutine than its caller's. Call f in Do itself: only then can a panic go on to the caller by itself, and whoever wants a goroutine writes go", d.under("the function"))
			}
		}
	})
}

func TestNames(t *testing.T) {
	run(t, func(b *bench) {
		other := 3 + b.Rand().IntN(1000)
		for _, v := range []struct {
			p    policy.Policy
			want string
		}{
			{policy.Propagate, "propagate"},
			{policy.Log, "log"},
			{policy.Ignore, "ignore"},
			{policy.Policy(other), fmt.Sprintf("Policy(%d)", other)},
			{policy.Policy(-other), fmt.Sprintf("Policy(%d)", -other)},
		} {
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
		how := "the task panicked"
		d := b.do(policy.Ignore, "a task", func() { panic(errors.New("a panic to ignore")) })
		d.returns(how)
		d.quiet(how)
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

		slow := &panictest.Journal{Gate: b.Gate("the log's writer")}
		d = b.doWith(slow, policy.Log, task, func() { panic(errors.New(word)) })
		slow.Gate.Arrived(1, d.under("a task panicked, for the second time in this program, and nothing was logged"))
		d.call.StillRunning(d.under("the task panicked, the entry was not written yet, and Do did not wait for it. Call the logger on Do's own goroutine: who goes on, and perhaps ends the program, must be able to rely on the log"))
		slow.Gate.Open()
		d.returns(how)
	})
}

// names fails the check unless the entry names the task.
func (d *doing) names(entry, task string) {
	if strings.Contains(entry, "(MISSING)") {
		d.Fail(check.Mistake{
			Message: "The task's name or the value has percent signs in it, and fmt took them for verbs. Neither may be a part of the format: give a format of your own, with a %s or %v for each of them, or use Print",
			Got:     entry, Expected: "an entry with " + task,
		})
	}
	if !strings.Contains(entry, task) {
		d.Fail(check.Mistake{
			Message: "The entry does not say which task panicked. Of a thousand tasks that run the same code, the name tells one from the other",
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

func TestPropagated(t *testing.T) {
	run(t, func(b *bench) {
		cause := errors.New("the cause")
		number := b.Rand().Int()
		var none *grumpy
		other := policy.Policy(3 + b.Rand().IntN(1000))
		for _, p := range []policy.Policy{policy.Propagate, other, -other} {
			for _, v := range []any{cause, fmt.Errorf("around: %w", cause), fmt.Sprint("number ", number), number, 0, "", false, &number, none} {
				how := fmt.Sprintf("the task panicked with a value of type %T", v)
				if p != policy.Propagate {
					how = "which is none of the three policies and so must propagate, " + how
				}
				b.do(p, "a task", func() { panic(v) }).panics(v, how)
			}
		}
		var seen any
		d := b.do(policy.Propagate, "a task", func() {
			defer func() {
				seen = recover()
				panic(seen)
			}()
			var m map[string]int
			m["nil"] = number
		})
		d.call.Ended()
		d.panics(seen, "the task wrote to a nil map, which is a panic with a runtime.Error")
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
						Got:     "Do " + string(d.call.Ended()) + " with " + show(v), Expected: "a panic with a *runtime.PanicNilError",
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
		for _, p := range all {
			b.do(p, "a task", panictest.Goexit).exits("the task called runtime.Goexit")
		}
		for _, p := range all {
			b.do(p, "a task", func() {
				defer func() { _ = recover() }()
				defer func() { panic("on the way out") }()
				panictest.Goexit()
			}).exits("the task called runtime.Goexit and recovered a panic of its own on the way out")
		}
	})
}
