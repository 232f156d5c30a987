package policy_test

import (
	"fmt"
	"log"
	"regexp"
	"sync/atomic"
	"testing"

	policy "workbook/solutions/10_policy"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

// all are the three policies, with names of the test's own: String is the learner's.
var all = []policy.Policy{policy.Propagate, policy.Log, policy.Ignore}

func nameOf(p policy.Policy) string {
	switch p {
	case policy.Propagate:
		return "Propagate"
	case policy.Log:
		return "Log"
	case policy.Ignore:
		return "Ignore"
	}
	return fmt.Sprintf("Policy(%d)", int(p))
}

// Every logger of a check has a prefix and flags of its own, so that an entry shows
// whether it was made with it, as it is.
const (
	givenPrefix, givenFlags = "given: ", log.LstdFlags | log.Lmicroseconds
	stdPrefix, stdFlags     = "standard: ", log.Ldate | log.Lmsgprefix
)

var (
	givenHeader = regexp.MustCompile(`^given: \d{4}/\d\d/\d\d \d\d:\d\d:\d\d\.\d{6} `)
	stdHeader   = regexp.MustCompile(`^\d{4}/\d\d/\d\d standard: `)
)

// A bench is one check's. It watches the standard logger, too, which nobody should
// write to who was given another one.
type bench struct {
	*check.C
	std *panictest.Journal
}

// run runs an inside check on a bench, which is a new one under each schedule.
func run(t *testing.T, f func(b *bench)) {
	t.Helper()
	out, prefix, flags := log.Writer(), log.Prefix(), log.Flags()
	defer func() {
		log.SetOutput(out)
		log.SetPrefix(prefix)
		log.SetFlags(flags)
	}()
	check.Run(t, func(c *check.C) {
		std := &panictest.Journal{Note: c.Note}
		log.SetOutput(std)
		log.SetPrefix(stdPrefix)
		log.SetFlags(stdFlags)
		std.Watch(log.Default())
		f(&bench{c, std})
	})
}

// A doing is one call of the learner's Do.
type doing struct {
	*bench
	p     policy.Policy
	log   *panictest.Journal
	call  *check.Call
	calls atomic.Int32 // of f
}

// do calls Do on a goroutine of its own, with a logger of its own.
func (b *bench) do(p policy.Policy, task string, f func()) *doing {
	return b.doWith(&panictest.Journal{Note: b.Note}, p, task, f)
}

func (b *bench) doWith(j *panictest.Journal, p policy.Policy, task string, f func()) *doing {
	return b.doOn(j.Logger(givenPrefix, givenFlags), j, p, task, f)
}

// doOn calls Do with a logger whose entries come to the journal.
func (b *bench) doOn(logger *log.Logger, j *panictest.Journal, p policy.Policy, task string, f func()) *doing {
	d := &doing{bench: b, p: p, log: j}
	d.call = b.Go("Do of "+nameOf(p), func() error {
		p.Do(logger, task, func() {
			defer b.Task("the task")()
			d.calls.Add(1)
			f()
		})
		return nil
	})
	return d
}

// under says which policy it was: "Under Log, the task panicked".
func (d *doing) under(how string) string { return "Under " + nameOf(d.p) + ", " + how }

// once fails the check unless Do called f exactly once.
func (d *doing) once(how string) {
	switch n := d.calls.Load(); {
	case n == 0:
		d.Failf("%s was to be called by Do, and Do never called it. Do must call f, whatever the policy is", d.under("a function"))
	case n > 1:
		d.Failf("%s, and Do called the function %d times. Call it once: what it did before it panicked is done, and would be done twice", d.under(how), n)
	}
}

// returns awaits a Do that must return. how says what the task did: "the task
// panicked".
func (d *doing) returns(how string) {
	switch d.call.Ended() {
	case check.Panicked:
		v, _ := d.call.Panicked()
		d.once(how)
		d.Fail(check.Mistake{
			Message: d.under(how) + ", and a panic came out of Do, which ends the program if nobody above recovers it. It has to end in Do: recover counts only in a function that was deferred before f is called, and that calls recover itself; and nothing there may panic anew",
			Got:     "a panic with " + panictest.Show(v), Expected: "Do returns",
		})
	case check.Exited:
		d.Failf("%s, and Do ended the goroutine of its caller. It must return", d.under(how))
	}
	d.once(how)
}

// endedBy awaits a Do whose task called runtime.Goexit and then panicked: that panic
// must not come out of it.
func (d *doing) endedBy(how string) {
	ending := d.call.Ended()
	d.once(how)
	if ending == check.Panicked {
		v, _ := d.call.Panicked()
		d.Fail(check.Mistake{
			Message: d.under(how) + ", and that panic came out of Do. A panic on the way out is a panic like any other, and ends in Do",
			Got:     "a panic with " + panictest.Show(v), Expected: "the goroutine ends",
		})
	}
}

// panics awaits a Do that must let a panic with want through.
func (d *doing) panics(want any, how string) {
	got, ok := d.call.Panicked()
	d.once(how)
	if !ok {
		d.Fail(check.Mistake{
			Message: d.under(how) + ", and no panic came out of Do. Its caller goes on as if all had been done: a panic that propagates must reach the caller",
			Got:     "Do " + string(d.call.Ended()), Expected: "a panic with " + panictest.Show(want),
		})
	}
	if !panictest.Same(got, want) {
		d.Fail(check.Mistake{
			Message: d.under(how) + ", and Do panicked with something else. The caller must meet the very value that the task panicked with, not a text, a copy or an error about it: give panic what recover gave you, or do not recover",
			Got:     "a panic with " + panictest.Show(got), Expected: "a panic with " + panictest.Show(want),
		})
	}
	d.quiet(how)
}

// ends awaits the end of Do, however it comes.
func (d *doing) ends(why string) {
	if !d.Await(func() bool {
		select {
		case <-d.call.Done():
			return true
		default:
			return false
		}
	}) {
		d.call.Returns(why)
	}
}

// exits awaits a Do whose task called runtime.Goexit.
func (d *doing) exits(how string) {
	ending := d.call.Ended()
	d.once(how)
	switch ending {
	case check.Panicked:
		v, _ := d.call.Panicked()
		d.Fail(check.Mistake{
			Message: d.under(how) + ", and Do panicked. runtime.Goexit is no panic: recover gives nil, though the task did not return",
			Got:     "a panic with " + panictest.Show(v), Expected: "the goroutine ends",
		})
	case check.Returned:
		d.Failf("%s, and Do returned to its caller. runtime.Goexit ends the goroutine that it is called on, and no policy holds it up: call f on the goroutine of Do's caller", d.under(how))
	}
	if entries := append(d.log.Entries(), d.std.Entries()...); len(entries) > 0 {
		d.Fail(check.Mistake{
			Message: d.under(how) + ", and Do logged that. runtime.Goexit is no panic: recover gives nil, though the task did not return. Log only what recover gives",
			Got:     entries[0], Expected: "no entry",
		})
	}
}

// quiet fails the check when anything was logged.
func (d *doing) quiet(how string) {
	for _, where := range []struct {
		*panictest.Journal
		name string
	}{{d.log, "the logger"}, {d.std, "the standard logger of package log"}} {
		if entries := where.Entries(); len(entries) > 0 {
			d.Fail(check.Mistake{
				Message: d.under(how) + ", and Do wrote to " + where.name + ". Only Log logs, and only a panic: an entry about anything else makes people look for a mistake that is none, or read of one twice",
				Got:     entries[0], Expected: "no entry",
			})
		}
	}
}

// entry is the one entry that Do must have logged by now.
func (d *doing) entry(how string) string {
	entries := d.log.Entries()
	switch {
	case len(entries) == 0 && len(d.std.Entries()) > 0:
		d.Failf("%s, and Do wrote to the standard logger of package log. Write to the logger that Do was given: its owner looks there", d.under(how))
	case len(entries) == 0:
		d.Failf("%s, and when Do returned nothing had been logged. The log is all that is left of this panic: without an entry nobody will ever know", d.under(how))
	case len(entries) > 1:
		d.Fail(check.Mistake{
			Message: d.under(how) + fmt.Sprintf(", and Do made %d log entries of it. Make it one, with one call of the logger: other goroutines log at the same time, and their lines come in between", len(entries)),
			Got:     entries[0] + entries[1], Expected: "one entry",
		})
	case len(d.std.Entries()) > 0:
		d.Failf("%s, and Do wrote to the logger that it was given and to the standard one of package log as well. Everybody who reads both reads of two panics", d.under(how))
	}
	return entries[0]
}
