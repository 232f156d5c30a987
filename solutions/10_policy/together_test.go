package policy_test

import (
	"fmt"
	"log"
	"strings"
	"testing"

	policy "workbook/solutions/10_policy"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
	"workbook/solutions/internal/pausetest"
)

func TestTogether(t *testing.T) {
	run(t, func(b *bench) {
		const n = 60
		shared := &panictest.Journal{Note: b.Note}
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
				b.Failf("Of %d Dos at the same time, that of task %d under %s %s with %s. Dos must not share anything", n, i, nameOf(all[i%3]), call.Ended(), panictest.Show(v))
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
		b.otherLoggers()
		b.slowValue()
		b.sameWriter()
	})
}

// otherLoggers fails the check if a Do waits for a logger that it was not given.
func (b *bench) otherLoggers() {
	slow := &panictest.Journal{Note: b.Note, Gate: b.Gate("the writer of a logger")}
	logger := log.New(slow, "", 0)
	held := b.Go("Do with the slow logger", func() error {
		policy.Log.Do(logger, "a task", func() { panic("plates") })
		return nil
	})
	slow.Gate.Arrived(1, "A task panicked under Log: write an entry with the logger that Do was given.")
	b.othersReturn("A task panicked under Log, whose logger is slow: it is still writing that entry")
	b.Sleep(10 * pausetest.Year)
	held.StillRunning("A task panicked under Log, whose logger takes years to write the entry, and Do has returned. It returns when the entry is written, however long that takes")
	slow.Gate.Open()
	held.Returns("A task panicked under Log, and its logger has written the entry.")
}

// othersReturn fails the check if a Do with another logger waits for the one that is
// under way, of which the sentence tells.
func (b *bench) othersReturn(underWay string) {
	for _, p := range all {
		d := b.do(p, "another task", func() { panic("cups") })
		b.Settle()
		select {
		case <-d.call.Done():
			_, _ = d.call.Panicked() // as it may
		default:
			b.Failf("%s. Another task panicked under %s, with another logger, and its Do does not return. A logger has a lock of its own; use no other, and nobody waits but for the logger that both use", underWay, nameOf(p))
		}
	}
}

// A slow value takes its time to say what it is.
type slow struct{ gate *check.Gate }

func (s slow) String() string {
	s.gate.Wait()
	return "plates"
}

// slowValue fails the check if a Do waits for a value that another one prints.
func (b *bench) slowValue() {
	value := slow{b.Gate("a value that is asked for its text")}
	held := b.do(policy.Log, "a task", func() { panic(value) })
	value.gate.Arrived(1, "A task panicked under Log with a value that has a String method: its entry holds the value by %v.")
	b.othersReturn("A task panicked under Log with a value whose String method takes its time")
	value.gate.Open()
	held.returns("the task panicked with a value whose String method took its time")
}

// sameWriter fails the check if a Do waits for a logger that it was not given because
// both of them write to the same place.
func (b *bench) sameWriter() {
	slow := &panictest.Journal{Note: b.Note, Gate: b.Gate("the writer of two loggers")}
	var calls [2]*doing
	for i := range calls {
		calls[i] = b.doOn(log.New(slow, fmt.Sprintf("logger %d: ", i), 0), slow, policy.Log, "a task", func() { panic("plates") })
	}
	slow.Gate.Arrived(2, "Two tasks panicked under Log. Each Do has a logger of its own, and both write to the same place, which is slow. One Do waits for the logger of the other. Whether two loggers get in each other's way is for those who made them: use no lock but the logger's own.")
	slow.Gate.Open()
	for _, d := range calls {
		d.returns("the task panicked")
	}
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
