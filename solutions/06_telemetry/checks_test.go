package telemetry_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	telemetry "workbook/solutions/06_telemetry"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
	"workbook/solutions/internal/pausetest"
)

func TestOnceEach(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for range 10 {
			var emits, works atomic.Int32
			start(c, "Run", func() { emits.Add(1) }, func() { works.Add(1) }).
				Returns("Emit and work have returned, and so must Run")
			if e, w := emits.Load(), works.Load(); e != 1 || w != 1 {
				c.Fail(check.Mistake{
					Message:  "When Run returns, emit and work have been called once each, no less and no more",
					Got:      fmt.Sprintf("emit: %d, work: %d", e, w),
					Expected: "emit: 1, work: 1",
				})
			}
		}
	})
}

func TestGoroutines(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var caller, emitter, worker int
		var emitAt, workAt check.Position
		c.Go("Run", func() error {
			caller = panictest.Goroutine()
			telemetry.Run(
				func() { defer c.Task("emit")(); emitter, emitAt = panictest.Goroutine(), check.Caller() },
				func() { defer c.Task("work")(); worker, workAt = panictest.Goroutine(), check.Caller() })
			return nil
		}).Returns("Emit and work have returned, and so must Run")
		if worker != caller {
			c.Fail(check.Mistake{Message: "Work ran on another goroutine than that of Run's caller. There its panic ends the process, and the caller has no chance to recover it: call work as a plain function", At: workAt})
		}
		if emitter == caller {
			c.Fail(check.Mistake{Message: "Emit ran on the goroutine of Run's caller. It must run beside the work: start it with go", At: emitAt})
		}
	})
}

func TestSideBySide(t *testing.T) {
	check.Run(t, func(c *check.C) {
		b := c.Barrier(2)
		began := c.Now()
		k := start(c, "Run", b.Arrive, b.Arrive)
		b.All("Emit and work wait for each other, and they never met. They must run at the same time: start emit with go before the call of work, and do not wait for it before work is over")
		if late := c.Now() - began; late > 0 {
			c.Failf("Emit and work met %v after Run was called. Start emit and call work at once: neither waits, for a timer or for anything else", late)
		}
		k.Returns("Emit and work have returned, and so must Run")

		// Work may be over long before emit, and the other way round.
		slowEmit, emitted := c.Gate("emit"), c.Gate("work that waits until emit is over")
		var over atomic.Bool
		k = start(c, "Run of a slow emit", slowEmit.Wait, func() { over.Store(true) })
		slowEmit.Arrived(1, noEmit)
		if !c.Await(over.Load) {
			c.Failf(noWork)
		}
		slowEmit.Open()
		k.Returns("Emit and work have returned, and so must Run")

		k = start(c, "Run of slow work", func() { over.Store(false) }, emitted.Wait)
		emitted.Arrived(1, noWork)
		if !c.Await(func() bool { return !over.Load() }) {
			c.Failf("Work goes on for long, and emit has not been called yet. It must run while work does")
		}
		stillRunning(k, k.workAt, "Emit was over, and Run returned while work was still going on")
		emitted.Open()
		k.Returns("Emit and work have returned, and so must Run")
	})
}

func TestWaitsForEmit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// Nobody holds emit up: Run must not be faster than its goroutine.
		for range 300 {
			var done atomic.Bool
			k := start(c, "Run", func() { done.Store(true) }, nothing)
			k.Returns("Emit and work have returned, and so must Run")
			if !done.Load() {
				k.left("Work was over at once, and Run returned before emit was done. Wait for emit, and count its goroutine before it starts, not when it runs")
			}
		}

		emit, deferred := c.Gate("emit"), c.Gate("a deferred call of emit")
		k := start(c, "Run", func() {
			defer deferred.Wait()
			emit.Wait()
		}, nothing)
		emit.Arrived(1, noEmit)
		stillRunning(k, k.emitAt, "Work has returned, emit has not, and Run did not wait for it. Its last report would be lost when the program ends now")
		emit.Open()
		deferred.Arrived(1, "A deferred call of emit has not run")
		stillRunning(k, k.emitAt, "Run returned while a deferred call of emit was still running. Emit is done when its deferred calls are")
		deferred.Open()
		k.Returns("Emit and work have returned, and so must Run")
	})
}

func TestWaitsAfterPanic(t *testing.T) {
	check.Run(t, func(c *check.C) {
		emit, deferred := c.Gate("emit"), c.Gate("a deferred call of work")
		failure := errors.New("what work panics with")
		k := start(c, "Run", emit.Wait, func() {
			defer deferred.Wait()
			panic(failure)
		})
		emit.Arrived(1, noEmit)
		deferred.Arrived(1, noWork)
		deferred.Open()
		if !k.Running() {
			k.left("Work panicked, and the panic left Run while emit was still at work. If nobody recovers it, the program ends at once, and the last report is lost: wait for emit in a deferred function, which also runs when work panics")
		}
		emit.Open()
		if k.Ended() != check.Panicked {
			k.left(fmt.Sprintf("Work panicked, Run waited for emit, and the panic was gone. Run %s, and its caller takes the work for done", k.Ended()))
		}
		c.NoLeaks("Work panicked, Run waited for emit, and a goroutine of theirs is still there")
	})
}

func TestPanicGoesOn(t *testing.T) {
	check.Run(t, func(c *check.C) {
		cause := errors.New("the cause")
		for _, v := range append(panictest.Values(c), hardValues()...) {
			e := end{"panicked with " + v.What, func() { panic(v.Value) }, check.Panicked, v.Value}
			e.meets(c, start(c, "Run", nothing, e.work))
		}

		// The caller's own recover must see it.
		var got any
		k := c.Go("a caller that recovers", func() error {
			defer func() { got = recover() }()
			telemetry.Run(nothing, func() { panic(cause) })
			return nil
		})
		if k.Ended() != check.Returned || !panictest.Same(got, cause) {
			c.Failf("Work panicked, and a deferred function of Run's caller could not recover that panic. It has to arrive on the goroutine that called Run")
		}

		ofNil := start(c, "Run of work that calls panic(nil)", nothing, func() { panic(nil) })
		value, ok := ofNil.Panicked()
		if _, isNil := value.(*runtime.PanicNilError); !ok || !isNil {
			c.Fail(check.Mistake{
				Message: "Work called panic(nil), for which Go panics with a *runtime.PanicNilError. That has to go on to the caller like any other panic",
				Got:     fmt.Sprintf("Run %s, %s", ofNil.Ended(), panictest.Show(value)), Expected: "a panic with a *runtime.PanicNilError", At: ofNil.workAt(),
			})
		}

		// What work recovered itself is nobody's business.
		end{"recovered its own panic and returned", nil, check.Returned, nil}.meets(c, start(c, "Run", nothing, func() {
			defer func() { _ = recover() }()
			panic(cause)
		}))
	})
}

// hardValues are what some code makes something else of: it takes a text for a
// format, cuts it off, or knows the runtime's own errors.
func hardValues() []panictest.Value {
	var ofRuntime any
	func() {
		defer func() { _ = recover() }()
		panictest.NilMap(&ofRuntime)
	}()
	return []panictest.Value{
		{What: "a text with percent signs", Value: "100%d %s %!v(MISSING) %"},
		{What: "a text of several lines", Value: "one\ntwo [recovered]\n\tthree"},
		{What: "a text of 100 KiB", Value: strings.Repeat("0123456789abcdef", 100<<10/16)},
		{What: "an error of the runtime", Value: ofRuntime},
		{What: "an error without words", Value: errors.New("")},
	}
}

func TestWorkExits(t *testing.T) {
	check.Run(t, func(c *check.C) {
		emit := c.Gate("emit")
		e := ends()[2]
		k := start(c, "Run", emit.Wait, e.work)
		emit.Arrived(1, noEmit)
		if !k.Running() {
			k.left("Work called runtime.Goexit, and Run was left while emit was still at work. Goexit runs deferred calls and nothing else: wait for emit in one")
		}
		emit.Open()
		e.meets(c, k)
		c.NoLeaks("Work called runtime.Goexit, Run waited for emit, and a goroutine of theirs is still there")

		// The last word has what work did last.
		last := errors.New("what a deferred function of work panics with")
		end{"called runtime.Goexit, and a deferred function of it panicked", nil, check.Panicked, last}.meets(c, start(c, "Run", nothing, func() {
			defer func() { panic(last) }()
			panictest.Goexit()
		}))
		end{"panicked, and a deferred function of it called runtime.Goexit", nil, check.Exited, nil}.meets(c, start(c, "Run", nothing, func() {
			defer panictest.Goexit()
			panic("not the last word")
		}))
	})
}

func TestOnceHoweverItEnds(t *testing.T) {
	check.Run(t, func(c *check.C) {
		all := ends()
		for _, v := range panictest.Values(c) {
			all = append(all, end{"panicked with " + v.What, func() { panic(v.Value) }, check.Panicked, v.Value})
		}
		for _, e := range all {
			var emits, works atomic.Int32
			var again atomic.Pointer[check.Position] // where one of them was called once more
			called := func(n *atomic.Int32) {
				if at := check.Caller(); n.Add(1) > 1 {
					again.Store(&at)
				}
			}
			k := start(c, "Run", func() { called(&emits) }, func() { called(&works); e.work() })
			e.meets(c, k)
			c.Settle()
			if m, w := emits.Load(), works.Load(); m != 1 || w != 1 {
				wrong := check.Mistake{
					Message:  fmt.Sprintf("Work %s, emit was called %s and work %s, and each must be called once. An end that is out of the ordinary is no reason to call one of them again: emit knows what its last report is", e.did, times(m), times(w)),
					Got:      fmt.Sprintf("emit: %d, work: %d", m, w),
					Expected: "emit: 1, work: 1",
				}
				if at := again.Load(); at != nil {
					wrong.At = *at
				}
				c.Fail(wrong)
			}
		}
	})
}

func times(n int32) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func TestEmitExits(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, e := range ends() {
			for _, leaves := range []struct {
				how string
				do  func()
			}{{"returned", nothing}, {"called runtime.Goexit", panictest.Goexit}} {
				deferred := c.Gate("a deferred call of emit")
				k := start(c, "Run", func() {
					defer deferred.Wait()
					leaves.do()
				}, e.work)
				deferred.Arrived(1, noEmit)
				if !k.Running() {
					k.left(fmt.Sprintf("Work %s and emit %s, and Run was over while a deferred call of emit was still running. Emit is over when its deferred calls are", e.did, leaves.how))
				}
				deferred.Open()
				if !c.Await(func() bool { return ended(k) }) {
					k.Returns("Emit " + leaves.how + ", which ended its goroutine, and Run waits for it for ever. What comes after the call of emit does not run after runtime.Goexit: tell the end of emit in a deferred call")
				}
				e.meets(c, k)
			}
		}
	})
}

func TestPatience(t *testing.T) {
	check.Run(t, func(c *check.C) {
		all := ends()
		emits, calls := make([]*check.Gate, len(all)), make([]*run, len(all))
		for i, e := range all {
			emits[i] = c.Gate("emit")
			calls[i] = start(c, "Run of work that "+e.did, emits[i].Wait, e.work)
			emits[i].Arrived(1, noEmit)
		}
		c.NoPolling("While Run waits for emit, nothing in your package may look again and again whether it is done. Let Run block, on a channel for example, and let the end of emit wake it")
		waits := func(pause string) {
			for i, e := range all {
				if !calls[i].Running() {
					calls[i].left(fmt.Sprintf("Work %s, emit was at work for %s, and Run did not wait for it. There is no time limit: emit takes as long as it takes", e.did, pause))
				}
			}
		}
		waits("a week") // NoPolling let it pass
		pausetest.Idle(c, func(pause string) { waits(pause + " more") })
		for i, e := range all {
			emits[i].Open()
			if calls[i].Running() { // all rest, and no time has passed
				if i+1 < len(all) {
					c.Failf("Emit is done, and Run does not return at once, while the emit of another Run is still at work. Let the end of emit wake Run, and let each Run have a WaitGroup or channel of its own")
				}
				c.Failf("Emit is done, and Run does not notice it at once. Let the end of emit wake Run")
			}
			e.meets(c, calls[i])
		}
	})
}
