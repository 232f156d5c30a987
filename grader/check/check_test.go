package check_test

import (
	"errors"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
	"workbook/grader/check/internal/broken"
	"workbook/grader/check/internal/cases"
	"workbook/grader/longtest"
)

func TestMain(m *testing.M) { check.Main(m) }

// The clock stands still while there is something to do, and runs when there is not.
func TestTimePassesOnlyWhenAllRest(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, _ := serve(c, broken.Delay)
		a := ln.Dial("A")
		for i := range 200 {
			a.Send([]byte("x"))
			c.Settle()
			require.Empty(c, a.Received())
			require.Equal(c, time.Duration(i)*time.Second, c.Now())
			a.Expect([]byte("x"), "a slow answer is an answer")
			require.Equal(c, time.Duration(i+1)*time.Second, c.Now())
		}
	})
}

func TestAwait(t *testing.T) {
	each(t, map[string]func(c *check.C){
		"what holds already": func(c *check.C) {
			require.True(c, c.Await(func() bool { return true }))
			require.Zero(c, c.Now())
		},
		"what never comes": func(c *check.C) {
			require.False(c, c.Await(func() bool { return false }))
			require.Equal(c, time.Hour, c.Now())
		},
		"what a timer brings": func(c *check.C) {
			var rang atomic.Bool
			time.AfterFunc(20*time.Minute, func() { rang.Store(true) })
			require.True(c, c.Await(rang.Load))
		},
		"nothing, when a lock stops the clock": func(c *check.C) {
			var mu sync.Mutex
			mu.Lock()
			waits := c.Go("Lock", func() error { mu.Lock(); return nil })
			time.AfterFunc(time.Minute, func() {})
			require.False(c, c.Await(func() bool { return false }))
			require.Zero(c, c.Now())
			mu.Unlock()
			require.NoError(c, waits.Returns("the lock is free"))
		},
		"from several goroutines at once": func(c *check.C) {
			// Each step is done by another goroutine that awaits the one before.
			var step atomic.Int32
			const n = 20
			var calls []*check.Call
			for i := range int32(n) {
				calls = append(calls, c.Go("step", func() error {
					if !c.Await(func() bool { return step.Load() == n-1-i }) {
						return errors.New("gave up")
					}
					step.Add(1)
					return nil
				}))
			}
			for _, k := range calls {
				require.NoError(c, k.Returns("each gets its turn"))
			}
			require.Zero(c, c.Now())
		},
	})
}

func TestSettle(t *testing.T) {
	each(t, map[string]func(c *check.C){
		"waits for those who yield": func(c *check.C) {
			var n int // no lock: the race detector must see that Settle orders this
			gate := c.Gate("the end")
			c.Go("worker", func() error {
				for range 1000 {
					runtime.Gosched()
				}
				n = 1
				gate.Wait()
				return nil
			})
			c.Settle()
			require.Equal(c, 1, n)
		},
		"does not wait for a lock": func(c *check.C) {
			var mu sync.RWMutex
			mu.Lock()
			waits := c.Go("RLock", func() error { mu.RLock(); return nil })
			require.True(c, waits.Running())
			mu.Unlock()
			require.False(c, waits.Running())
		},
		// The runtime takes who collects garbage out of the bubble, so that the others
		// seem to be all there are.
		"waits for the garbage to be collected": func(c *check.C) {
			for range 50 {
				var mu sync.Mutex
				mu.Lock()
				waits := c.Go("Lock", func() error { runtime.GC(); mu.Lock(); return nil })
				c.Settle()
				require.Equal(c, "sync.Mutex.Lock", c.Waiting()[0].State)
				mu.Unlock()
				require.NoError(c, waits.Returns("the lock is free"))
			}
		},
		"lets no time pass": func(c *check.C) {
			sleeps := c.Go("Sleep", func() error { time.Sleep(time.Second); return nil })
			sleeps.StillRunning("it sleeps")
			require.Zero(c, c.Now())
			c.Sleep(time.Second)
			require.False(c, sleeps.Running())
		},
	})
}

// A goroutine that never rests, and is in no bubble, delays a check and no more.
func TestSettleBesideAStranger(t *testing.T) {
	longtest.Skip(t, "it waits for the clock")
	var end atomic.Bool
	defer end.Store(true)
	go func() {
		for !end.Load() {
			runtime.Gosched()
		}
	}()
	check.Run(t, func(c *check.C) {
		gate := c.Gate("the end")
		waits := c.Go("Wait", func() error { gate.Wait(); return nil })
		c.Settle()
		require.Equal(c, 1, gate.Count())
		gate.Open()
		require.NoError(c, waits.Returns("the gate is open"))
	})
}

func TestWaiting(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ln, _ := serve(c, broken.Echo)
		a := ln.Dial("A")
		ln.AwaitAccepted(1, "there is a server")
		c.Settle()
		ws := c.Waiting()
		require.Len(c, ws, 2)
		if ws[0].Name == "" {
			ws[0], ws[1] = ws[1], ws[0]
		}
		require.Equal(c, "Echo", ws[0].Name)
		require.Equal(c, "waits in Accept", ws[0].Does)
		require.Equal(c, "waits in io.Copy", ws[1].Does)
		require.Contains(c, cases.Places(t, "echo"), cases.Place(ws[1].At.File, ws[1].At.Line))
		require.NotZero(c, ws[1].Started.Line)
		require.Regexp(c, `^the goroutine started at .*broken.go:\d+ waits in io.Copy at .*broken.go:\d+$`, ws[1].String())
		a.Close()
		ln.Close()
		c.NoLeaks("all is over")
		require.Empty(c, c.Waiting())
	})
}

func TestNoPollingLetsTheBlockedPass(t *testing.T) {
	check.Run(t, func(c *check.C) {
		gate := c.Gate("the gate")
		ln, _ := serve(c, broken.Echo)
		for range 50 {
			c.Go("task", func() error { gate.Wait(); return nil })
			a := ln.Dial("A")
			a.Send([]byte("x"))
		}
		c.NoPolling("all wait for an event")
		require.Greater(c, c.Now(), 7*24*time.Hour)
		var mu sync.Mutex
		mu.Lock()
		c.Go("Lock", func() error { mu.Lock(); return nil })
		c.NoPolling("a lock is an event, too")
		mu.Unlock()
		gate.Open()
	})
}

func TestGateAndBarrier(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 50
		gate, barrier := c.Gate("the gate"), c.Barrier(n)
		var passed atomic.Int32
		for range n {
			c.Go("task", func() error {
				gate.Wait()
				barrier.Arrive()
				passed.Add(1)
				return nil
			})
		}
		gate.Arrived(n, "all come to the gate")
		require.Equal(c, n, gate.Count())
		require.Zero(c, barrier.Count())
		gate.Open()
		gate.Open()
		barrier.All("all come to the barrier")
		c.Settle()
		require.EqualValues(c, n, passed.Load())
		gate.Wait() // it is open
	})
}

func TestCalls(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := errors.New("the result")
		k := c.Go("Return", func() error { return want })
		require.Equal(c, want, k.Returns("it returns"))
		require.Equal(c, check.Returned, k.Ended())
		_, panicked := k.Panicked()
		require.False(c, panicked)
		<-k.Done()

		k = c.Go("Panic", func() error { panic(nil) })
		v, panicked := k.Panicked()
		require.True(c, panicked)
		require.IsType(c, &runtime.PanicNilError{}, v)

		k = c.Go("Goexit", func() error { runtime.Goexit(); return nil })
		_, panicked = k.Panicked()
		require.False(c, panicked)
		require.Equal(c, check.Exited, k.Ended())
	})
}

type agreeable struct{ error }

func (agreeable) Is(error) bool { return true }

type endless struct{ error }

func (e endless) Unwrap() error { return e }

type unequal struct {
	error
	_ []int // makes == panic
}

func TestWraps(t *testing.T) {
	other := errors.New("other")
	require.True(t, check.Wraps(net.ErrClosed, net.ErrClosed))
	require.True(t, check.Wraps(errors.Join(other, &net.OpError{Err: net.ErrClosed}), net.ErrClosed))
	require.False(t, check.Wraps(nil, net.ErrClosed))
	require.False(t, check.Wraps(other, net.ErrClosed))
	require.ErrorIs(t, agreeable{other}, net.ErrClosed)
	require.False(t, check.Wraps(agreeable{other}, net.ErrClosed))
	require.False(t, check.Wraps(endless{other}, net.ErrClosed))
	require.False(t, check.Wraps(unequal{error: other}, unequal{error: other}))
}
