package propagate_test

import (
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	propagate "workbook/solutions/09_propagate"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
	"workbook/solutions/internal/pausetest"
)

const noPolling = "While Run waits, nothing in your package may look again and again whether the work is over. Let Run block, on a channel for example"

// Longer than anybody's idea of for ever; the bubble's time is free.
const years = 200 * pausetest.Year

func TestWaits(t *testing.T) {
	check.Run(t, func(c *check.C) {
		gate := c.Gate("the work")
		var done atomic.Bool
		k := run(c, "Run", func() {
			gate.Wait()
			done.Store(true)
		})
		gate.Arrived(1, "Run was called, and its work never started")
		c.NoPolling(noPolling) // lets a week pass
		c.Sleep(years)
		if ended(k) {
			c.Failf("Run ended while work was still running. It has to wait for the end of work, however long that takes")
		}
		gate.Open()
		k.AtOnce(noPolling)
		returns(c, k, "Work returned")
		if !done.Load() {
			c.Failf("Run returned before the work was done")
		}
		c.NoLeaks("Work has returned, Run has returned, and a goroutine of theirs is still there")
	})
}

func TestOwnGoroutine(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var caller int
		seen := map[int]bool{}
		for range 5 {
			worker := 0
			returns(c, run(c, "Run", func() { worker = panictest.Goroutine() }), "Work returned")
			if worker == 0 {
				c.Failf("Run is over, and work was never called")
			}
			if seen[worker] {
				c.Failf("Work ran on a goroutine that had run other work before. Start a new one for each Run: what work leaves behind on its goroutine must not meet the next")
			}
			seen[worker] = true
		}
		worker := 0
		returns(c, c.Go("Run", func() error {
			caller = panictest.Goroutine()
			propagate.Run(func() { worker = panictest.Goroutine() })
			return nil
		}), "Work returned")
		if worker == caller {
			c.Failf("Work ran on the goroutine of the caller. Run has to start a goroutine for it: there lies the difficulty, as a panic does not cross from one goroutine to another by itself")
		}
	})
}

func TestPanicGoesOn(t *testing.T) {
	check.Run(t, func(c *check.C) {
		k := run(c, "Run", func() { panic("a panic in work") })
		if ends(c, k, "Work panicked") != check.Panicked {
			c.Failf("Work panicked, and Run %s. The caller goes on as if the work had been done: raise the panic again on the caller's goroutine", k.Ended())
		}

		// The caller's own recover must see it, and the caller goes on.
		var got any
		recovering := c.Go("a caller that recovers", func() error {
			defer func() { got = recover() }()
			propagate.Run(func() { panic("a panic in work") })
			return nil
		})
		if ends(c, recovering, "Work panicked") != check.Returned || got == nil {
			c.Failf("Work panicked, and a deferred function of Run's caller could not recover that panic. It has to be raised on the caller's goroutine")
		}
	})
}

func TestSameValue(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range panictest.Values(c) {
			k := run(c, "Run of work that panics with "+v.What, func() { panic(v.Value) })
			panics(c, k, v.Value, "Work panicked with "+v.What)
		}

		// A panic of the runtime's: work sees the value on its way out.
		var seen any
		k := run(c, "Run of work that writes to a nil map", func() { panictest.NilMap(&seen) })
		ends(c, k, "Work wrote to a nil map, which is a panic")
		panics(c, k, seen, "Work wrote to a nil map, which is a panic with a runtime.Error")
	})
}

func TestPanicNil(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// Work sees what Go makes of it on its way out.
		var seen any
		k := run(c, "Run of work that panics with nil", func() { panictest.Nil(&seen) })
		ends(c, k, "Work called panic(nil)")
		panics(c, k, seen, "Work called panic(nil), for which Go panics with a *runtime.PanicNilError")

		var none error
		for _, v := range []struct {
			what string
			work func()
		}{
			{"nil", func() { panic(nil) }},
			{"a nil error", func() { panic(none) }},
		} {
			k := run(c, "Run of work that panics with "+v.what, v.work)
			ends(c, k, "Work panicked with "+v.what)
			value, ok := k.Panicked()
			if _, isNil := value.(*runtime.PanicNilError); !ok || !isNil {
				got := "a panic with " + panictest.Show(value)
				if !ok {
					got = "no panic: Run " + string(k.Ended())
				}
				c.Fail(check.Mistake{
					Message: "Work panicked with " + v.what + ". That is a panic like any other, and its value is the *runtime.PanicNilError that recover gives",
					Got:     got, Expected: "a panic with a *runtime.PanicNilError",
				})
			}
		}

		// This is no panic(nil), and a panic(nil) in its place has another value.
		var own *runtime.PanicNilError
		k = run(c, "Run of work that panics with a *runtime.PanicNilError of its own", func() { panic(own) })
		panics(c, k, own, "Work panicked with a *runtime.PanicNilError of its own, which is a nil pointer")
	})
}

func TestGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var deferred atomic.Bool
		k := run(c, "Run", func() {
			defer deferred.Store(true)
			panictest.Goexit()
		})
		exits(c, k, "Work called runtime.Goexit")
		if !deferred.Load() {
			c.Failf("Work called runtime.Goexit, and its deferred calls have not run when Run ended")
		}
		c.NoLeaks("Work called runtime.Goexit, and a goroutine is left behind")
	})
}

func TestOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		all := ways()
		for _, v := range panictest.Values(c) {
			all = append(all, way{"panicked with " + v.What, func() { panic(v.Value) }})
		}
		for _, way := range all {
			var calls atomic.Int32
			k := run(c, "Run of work that "+way.how, func() {
				calls.Add(1)
				way.end()
			})
			ends(c, k, "Work "+way.how)
			c.Settle()
			if n := calls.Load(); n != 1 {
				c.Fail(check.Mistake{
					Message: "Work " + way.how + ", and Run did not call it exactly once. Work may have effects, which nobody wants twice: carry what recover gave from one goroutine to the other, and do not make it again",
					Got:     fmt.Sprintf("%d calls of work", n), Expected: "1 call of work",
				})
			}
		}
	})
}

func TestDeferredCalls(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, way := range ways() {
			deferred := c.Gate("a deferred call of the work that " + way.how)
			k := run(c, "Run of work that "+way.how, func() {
				defer deferred.Wait()
				way.end()
			})
			deferred.Arrived(1, "The deferred call of work that "+way.how+" has not run")
			c.NoPolling(noPolling) // lets a week pass
			c.Sleep(years / 4)
			if ended(k) {
				c.Failf("Work %s, a deferred call of it was still running, and Run did not wait for it. Work is over when its deferred calls are, however long they take", way.how)
			}
			deferred.Open()
			if ends(c, k, "Work "+way.how) == check.Panicked != (way.how == "panicked") {
				c.Failf("Work %s and took its time over a deferred call, and Run %s", way.how, k.Ended())
			}
		}
	})
}

func TestPanicInDeferredCall(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, last := errors.New("first"), errors.New("last")
		for _, v := range []struct {
			how  string
			work func()
		}{
			{"A deferred call of work panicked after work had returned", func() {
				defer func() { panic(last) }()
			}},
			{"Work panicked, and then a deferred call of it panicked with another value, which is the one that counts", func() {
				defer func() { panic(last) }()
				panic(first)
			}},
			{"Work recovered a panic, and then panicked with another value", func() {
				defer func() {
					_ = recover()
					panic(last)
				}()
				panic(first)
			}},
			{"Work called runtime.Goexit, and then a deferred call of it panicked", func() {
				defer func() { panic(last) }()
				panictest.Goexit()
			}},
		} {
			panics(c, run(c, "Run", v.work), last, v.how)
		}
	})
}

func TestRecovered(t *testing.T) {
	check.Run(t, func(c *check.C) {
		returns(c, run(c, "Run", func() {
			defer func() { _ = recover() }()
			panic("work's own business")
		}), "Work recovered its own panic")
		exits(c, run(c, "Run", func() {
			defer func() { _ = recover() }()
			defer func() { panic("on the way out") }()
			panictest.Goexit()
		}), "Work called runtime.Goexit and recovered a panic of its own on the way out")
	})
}

func TestLeavesNothing(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, way := range ways() {
			ends(c, run(c, "Run of work that "+way.how, way.end), "Work "+way.how)
			// Nothing else is at work meanwhile, the check's own goroutine included.
			<-c.Go("many Runs, one after the other", func() error {
				for range 150 {
					over := make(chan struct{})
					go func() {
						defer close(over) // also when Run ends this goroutine
						defer func() { _ = recover() }()
						propagate.Run(func() {
							panictest.Busy()
							way.end()
						})
					}()
					<-over
				}
				return nil
			}).Done()
			c.NoLeaks("Work " + way.how + ", its Run is over, and a goroutine is still there. Whoever tells Run of the end must not wait for an answer that does not come: send before anything else lets Run go on, or to a channel with room, or close it")
		}
	})
}

func TestThousands(t *testing.T) {
	check.Run(t, func(c *check.C) {
		n := c.Amount(2100, 1100) // more than limits that people set
		begun := c.Barrier(n)
		var seen witness
		calls := make([]*check.Call, n)
		for i := range calls {
			calls[i] = c.Go(fmt.Sprintf("Run %d", i+1), func() error {
				seen.run(begun.Arrive)
				return nil
			})
		}
		begun.All(fmt.Sprintf("%d goroutines called Run, and their work waits until all of it has started. Runs must not wait for each other, and there is no limit", n))
		seen.apart(c, fmt.Sprintf("%d goroutines called Run at the same time", n))
		for _, k := range calls {
			k.Returns("All work has returned")
		}
	})
}

func TestTogether(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 90
		gates := make([]*check.Gate, n)
		calls := make([]*check.Call, n)
		values := make([]error, n)
		b := c.Barrier(n)
		var seen witness
		// A plain channel: nothing but the learner's code orders the Runs, so that
		// the race detector sees all of them at once.
		start := make(chan struct{})
		for i := range n {
			gates[i] = c.Gate(fmt.Sprintf("work %d", i))
			values[i] = fmt.Errorf("panic of work %d", i)
			calls[i] = c.Go(fmt.Sprintf("Run %d", i), func() error {
				<-start
				seen.run(func() {
					b.Arrive()
					gates[i].Wait()
					switch i % 3 {
					case 0:
						panic(values[i])
					case 1:
						panictest.Goexit()
					}
				})
				return nil
			})
		}
		close(start)
		b.All(fmt.Sprintf("%d goroutines called Run, and their work waits until all of it has started. Runs must not wait for each other", n))
		seen.apart(c, fmt.Sprintf("%d goroutines called Run at the same time", n))

		// One after the other, so that what they share would show.
		order := c.Rand().Perm(n)
		for k, i := range order {
			gates[i].Open()
			how := fmt.Sprintf("Of %d Runs at the same time, this one's work", n)
			switch i % 3 {
			case 0:
				panics(c, calls[i], values[i], how+" panicked")
			case 1:
				exits(c, calls[i], how+" called runtime.Goexit")
			case 2:
				returns(c, calls[i], how+" returned")
			}
			if k+1 < n && ended(calls[order[k+1]]) {
				c.Failf("A Run ended when the work of another Run was over. Runs must not share anything")
			}
		}
		atOnce(c)
	})
}

func TestNested(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := errors.New("from deep below")
		var seen witness
		var deep func(levels int)
		deep = func(levels int) {
			if levels == 0 {
				panic(want)
			}
			seen.run(func() { deep(levels - 1) })
		}
		k := c.Go("Run", func() error { deep(100); return nil })
		panics(c, k, want, "Work called Run with work that called Run, and so on, and the innermost work panicked")
		seen.apart(c, "Work called Run with work that called Run, 100 of them within each other")

		// A deferred call on the way may recover it, and then nobody above knows.
		k = run(c, "Run", func() {
			defer func() { _ = recover() }()
			propagate.Run(func() { panic(want) })
		})
		returns(c, k, "Work recovered the panic of a Run that it had called")
	})
}
