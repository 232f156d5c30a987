package demo_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"workbook/grader/demo"
)

// named is the lane of a name in a group.
func named(t *testing.T, r demo.Result, group int, name string) demo.Lane {
	t.Helper()
	for _, l := range lanes(r, group) {
		if l.Name == name {
			return l
		}
	}
	require.Fail(t, "no such lane", name)
	return demo.Lane{}
}

// last is when a lane ended.
func last(l demo.Lane) int64 { return l.Spans[len(l.Spans)-1].End }

// When one loop comes after the other, nobody at the second door is served before the first is
// shut; with a goroutine for each, everybody is.
func TestDoors(t *testing.T) {
	r := run(t, "doors", map[string]int{"clients": 2, "open_ms": 900})
	for group := range 2 {
		shut := last(named(t, r, group, "door 1"))
		for _, name := range []string{"C, at door 2", "D, at door 2"} {
			served := has(t, named(t, r, group, name), demo.Served)
			if group == 0 {
				assert.GreaterOrEqual(t, served.Begin, shut-1000, "%s was served while the first door was open", name)
			} else {
				assert.Less(t, served.End, shut, "%s waited for the first door", name)
			}
		}
	}
	assert.EqualValues(t, 0, value(t, r, "after.before"))
	assert.EqualValues(t, 2, value(t, r, "both.before"))
}

// Waits at the same time overlap. Who shares one variable sees what the loop has left in it.
func TestCapture(t *testing.T) {
	r := run(t, "capture", map[string]int{"tasks": 5, "wait_ms": 100})
	after, each := lanes(r, 0)[1:], lanes(r, 1)[1:]
	for i := range after[1:] {
		assert.GreaterOrEqual(t, after[i+1].Spans[0].Begin, after[i].Spans[0].End, "one after the other, they do not overlap")
	}
	assert.Less(t, each[4].Spans[0].Begin, each[0].Spans[0].End, "at the same time, they overlap")
	assert.Less(t, value(t, r, "each.total"), value(t, r, "after.total"))
	assert.EqualValues(t, 1, value(t, r, "shared.right"), "only the last sees its own")
	assert.EqualValues(t, 5, value(t, r, "own.right"))
	for i := range 5 {
		assert.Equal(t, "saw 5", lanes(r, 2)[1+i].Note)
	}
}

// Only who waits in a deferred call has a report of work that panics.
func TestTelemetry(t *testing.T) {
	r := run(t, "telemetry", map[string]int{"work_ms": 20, "report_ms": 500})
	for id, arrives := range map[string]bool{
		"deferred.returns": true, "deferred.panics": true,
		"last_line.returns": true, "last_line.panics": false,
		"not.returns": false, "not.panics": false,
	} {
		f, ok := r.Figure(id)
		require.True(t, ok)
		assert.Equal(t, arrives, f.Missing == "", "%s: %s", id, f.Missing)
		if arrives {
			assert.GreaterOrEqual(t, f.Value, 400.0, "it takes half a second to be sent")
		}
	}
	for group, l := range []string{"exit status 2", "exit status 2", "exit status 2"} {
		assert.Equal(t, l, named(t, r, group, "work that panics").Note)
		assert.Equal(t, "exit status 0", named(t, r, group, "work that returns").Note)
	}
}

// Who stops at the first error has one; at once, tasks are left at work. Who keeps every error
// has all of them, and at once that takes no longer than the longest task.
func TestGather(t *testing.T) {
	r := run(t, "gather", map[string]int{"tasks": 6, "failing": 2, "work_ms": 130})
	for id, want := range map[string]float64{
		"after_first.values": 1, "after_first.errors": 1, "after_first.left": 0,
		"after_all.values": 4, "after_all.errors": 2, "after_all.left": 0,
		"once_first.errors": 1,
		"once_all.values":   4, "once_all.errors": 2, "once_all.left": 0,
	} {
		assert.EqualValues(t, want, value(t, r, id), id)
	}
	assert.Positive(t, value(t, r, "once_first.left"), "nobody waits for the others")
	assert.Less(t, value(t, r, "once_all.total"), value(t, r, "after_all.total"))
	assert.Equal(t, "never called", named(t, r, 0, "task 6").Note)
}

// Who joins hears of a panic that is propagated, and of no other; ignored, it leaves no trace.
func TestPolicies(t *testing.T) {
	r := run(t, "policies", map[string]int{"tasks": 4, "work_ms": 10})
	for _, id := range []string{"log", "ignore"} {
		assert.EqualValues(t, 700, value(t, r, id+".sum"), "of 1000")
		assert.EqualValues(t, 0, value(t, r, id+".status"))
	}
	sum, _ := r.Figure("propagate.sum")
	assert.NotEmpty(t, sum.Missing)
	assert.EqualValues(t, 2, value(t, r, "propagate.status"))
	assert.EqualValues(t, 0, value(t, r, "ignore.printed"))
	first, _ := r.Figure("log.first")
	assert.Equal(t, "making tea: runtime error: index out of range [3] with length 0", first.Text)
	assert.Greater(t, value(t, r, "log.printed"), 5.0, "the stack, too")
	first, _ = r.Figure("propagate.first")
	assert.Equal(t, "panic: runtime error: index out of range [3] with length 0, raised in demo.boil", first.Text)
}

// With a boundary one of ten connections is lost, without one all are, and a goroutine that
// the handler starts is outside of it.
func TestIsolation(t *testing.T) {
	r := run(t, "isolation", map[string]int{"clients": 10, "newcomers": 2, "pace_ms": 5})
	for id, want := range map[string]float64{
		"off.status": 2, "off.served": 0, "off.newcomers": 0,
		"on.status": 0, "on.served": 9, "on.newcomers": 2,
		"astray.status": 2, "astray.served": 0, "astray.newcomers": 0,
	} {
		assert.EqualValues(t, want, value(t, r, id), id)
	}
	require.Len(t, r.Marks, 3)
}

// Who listens stops when asked; who does not is what main waits for, or gives up to wait for.
func TestShutdown(t *testing.T) {
	r := run(t, "shutdown", map[string]int{"tasks": 4, "deaf_ms": 800, "give_up_ms": 100})
	assert.Equal(t, value(t, r, "listen.listeners"), value(t, r, "listen.last"))
	assert.GreaterOrEqual(t, value(t, r, "deaf.last"), 800.0)
	assert.Less(t, value(t, r, "deaf.listeners"), value(t, r, "deaf.last"))
	assert.GreaterOrEqual(t, value(t, r, "deaf.main"), 800.0, "main waits for it")
	assert.EqualValues(t, 0, value(t, r, "deaf.left"))
	assert.Less(t, value(t, r, "given_up.main"), value(t, r, "given_up.last"), "the task goes on without main")
	assert.EqualValues(t, 1, value(t, r, "given_up.left"))
	assert.Len(t, lanes(run(t, "shutdown", map[string]int{"deaf_ms": 50, "give_up_ms": 0}), 1), 6)
}

// Who has finished before the deadline has the whole answer, others a part. Serve returns when
// Shutdown has begun, and Shutdown when it is over.
func TestDrain(t *testing.T) {
	r := run(t, "drain", map[string]int{"connections": 12, "work_ms": 150, "deadline_ms": 700})
	for _, id := range []string{"cut", "drained"} {
		assert.EqualValues(t, 12, value(t, r, id+".whole")+value(t, r, id+".cut"))
		assert.Positive(t, value(t, r, id+".cut"), "the longest takes much longer than the deadline")
		assert.Less(t, value(t, r, id+".serve"), 1.0+value(t, r, id+".shutdown"))
		told, _ := r.Figure(id + ".error")
		assert.Contains(t, told.Text, "context deadline exceeded")
		late, _ := r.Figure(id + ".late")
		assert.NotEqual(t, "served", late.Text)
	}
	assert.Greater(t, value(t, r, "drained.whole"), value(t, r, "cut.whole"))
	assert.Equal(t, "finished", named(t, r, 1, "A").Note)
	r = run(t, "drain", map[string]int{"connections": 2, "work_ms": 20, "deadline_ms": 1500})
	told, _ := r.Figure("drained.error")
	assert.Equal(t, "returned nil", told.Text)
	assert.EqualValues(t, 2, value(t, r, "drained.whole"))
}

// Dealt out, one processor runs all long tasks and others are idle; with stealing they help.
func TestScheduler(t *testing.T) {
	r := run(t, "scheduler", map[string]int{"processors": 3, "tasks": 9, "turns": 8})
	assert.EqualValues(t, 3*8, value(t, r, "dealt.most"))
	assert.EqualValues(t, 0, value(t, r, "dealt.stolen"))
	assert.Less(t, value(t, r, "stealing.most"), value(t, r, "dealt.most"))
	assert.Positive(t, value(t, r, "stealing.stolen"))
	assert.Less(t, value(t, r, "stealing.idle"), value(t, r, "dealt.idle"))
	for group := range 2 {
		turns := map[string]int{}
		for _, l := range lanes(r, group) {
			require.True(t, strings.HasPrefix(l.Name, "processor"), l.Name)
			for _, s := range l.Spans {
				if s.Kind == demo.Working {
					turns[s.Label]++
				}
			}
		}
		assert.Equal(t, map[string]int{"1": 8, "2": 1, "3": 1, "4": 8, "5": 1, "6": 1, "7": 8, "8": 1, "9": 1}, turns, "each task has its turns")
	}
}

// A service never serves more than n, loses one connection to the panic, and cuts who talks on.
func TestService(t *testing.T) {
	r := run(t, "service", map[string]int{"clients": 20, "n": 3, "drain_ms": 100})
	assert.LessOrEqual(t, value(t, r, "open.most"), 3.0)
	assert.EqualValues(t, 0, value(t, r, "left"))
	assert.LessOrEqual(t, value(t, r, "logged"), value(t, r, "clients.panicked"))
	assert.Positive(t, value(t, r, "lines"))
	assert.Positive(t, value(t, r, "clients.whole"))
	sum := value(t, r, "clients.whole") + value(t, r, "clients.panicked") + value(t, r, "clients.cut") + value(t, r, "clients.refused")
	assert.EqualValues(t, 20, sum, "nobody is forgotten")
	var names []string
	for _, s := range r.Series {
		names = append(names, s.Name)
		require.NotEmpty(t, s.Points)
		at := int64(0)
		for _, p := range s.Points {
			require.GreaterOrEqual(t, p.At, at)
			at = p.At
		}
	}
	assert.Equal(t, []string{"open", "waiting", "lines / 100 ms", "panics so far"}, names)
	for _, p := range r.Series[0].Points {
		assert.LessOrEqual(t, p.Value, 3.0, "at no moment are more open")
	}
}
