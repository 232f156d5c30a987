package outside_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"workbook/grader/check/outside"
	"workbook/solutions/internal/calltest"
)

func TestMain(m *testing.M) { outside.Main(m) }

// TestSeenFromOutside is about what the inside checks look at more closely. Here it is
// seen by a process that All is not part of.
func TestSeenFromOutside(t *testing.T) {
	outside.Run(t, func(c *outside.C) {
		p := calltest.Start(c)
		few := 2 + c.Rand().IntN(20)
		for _, v := range []struct{ n, failures int }{{1, 0}, {1, 1}, {few, 1}, {100, 50}} {
			oneAll(c, p, v.n, v.failures)
		}
		twoAlls(c, p)
	})
}

// begin awaits the beginning of all tasks.
func begin(calls []*calltest.Call) {
	for _, k := range calls {
		k.Begins(fmt.Sprintf("Another process waits to be called by %s, and lets no task go before all of them have begun. All tasks must run at the same time: start each on a goroutine of its own, and wait only after the last one has started.", k.Name))
	}
}

// oneAll is one All of n tasks, which end in any order, and some fail.
func oneAll(c *outside.C, p *calltest.Program, n, failures int) {
	calls := p.Calls(calltest.Names(c, "task", n)...)
	run := p.Do("all", calltest.NamesOf(calls)...)
	begin(calls)
	values := calltest.Words(c, "value", n)
	values[c.Rand().IntN(n)] = strings.Repeat("long ", 20_000)
	errs := make([]error, n)
	for _, i := range c.Rand().Perm(n)[:failures] {
		errs[i] = fmt.Errorf("failure %d: %016x", i+1, c.Rand().Uint64())
	}
	for _, i := range c.Rand().Perm(n) {
		run.Quiet("All returned while a task was still at work. It waits for every task, also when one has failed")
		if errs[i] != nil {
			calls[i].Tell(values[i], errs[i].Error())
		} else {
			calls[i].Tell(values[i])
		}
	}
	want := []string{"no error", ""}
	if err := errors.Join(errs...); err != nil {
		want = []string{"error", err.Error()}
	}
	run.Answers(fmt.Sprintf("Of %d tasks, %d failed. Each returned what another process told it at its end. All gives what errors.Join makes of their errors, and the value of every task in its place, whichever ended first.", n, failures), append(want, values...)...)
	p.Once("a task", calls)
}

// twoAlls is two Alls at the same time, of which the second one is over first.
func twoAlls(c *outside.C, p *calltest.Program) {
	first := p.Calls(calltest.Names(c, "task of the first All", 10)...)
	second := p.Calls(calltest.Names(c, "task of the second All", 10)...)
	runFirst := p.Do("all", calltest.NamesOf(first)...)
	runSecond := p.Do("all", calltest.NamesOf(second)...)
	begin(first)
	begin(second)
	values := calltest.Words(c, "value", 10)
	for i, k := range second {
		k.Tell(values[i])
	}
	runSecond.Answers("Two Alls run at the same time, and all tasks of one are over: it returns what its own tasks returned, and does not wait for the other one.", append([]string{"no error", ""}, values...)...)
	values = calltest.Words(c, "value", 10)
	for i, k := range first {
		if i == 0 {
			k.Tell(values[i], "the only failure")
			continue
		}
		k.Tell(values[i])
	}
	runFirst.Answers("Two Alls ran at the same time, and the other one is over: this one returns what its own tasks returned.", append([]string{"error", "the only failure"}, values...)...)
	p.Once("a task", append(first, second...))
}
