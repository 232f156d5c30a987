package check_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/check"
)

func init() {
	never := func(c *check.C) bool { return c.AwaitOutside(func() bool { return false }) }
	moreCases = append(moreCases, aCase{name: "never outside", f: func(c *check.C) {
		defer check.GiveMachine(time.Millisecond)()
		if !never(c) {
			c.Failf("It never comes")
		}
	}})
}

// machineClock reads the machine's clock in a bubble, whose own is another one.
func machineClock(t *testing.T) func() time.Time {
	ask, answer := make(chan struct{}), make(chan time.Time)
	go func() {
		for range ask {
			answer <- time.Now()
		}
	}()
	t.Cleanup(func() { close(ask) })
	return func() time.Time {
		ask <- struct{}{}
		return <-answer
	}
}

// bell is a timer of the bubble's that must not ring while the machine is awaited.
func bell() *atomic.Bool {
	var rang atomic.Bool
	time.AfterFunc(1, func() { rang.Store(true) })
	return &rang
}

func TestAwaitOutside(t *testing.T) {
	defer check.GiveMachine(time.Hour)() // more than any machine takes for what comes here
	t.Run("what holds already", func(t *testing.T) {
		check.Run(t, func(c *check.C) {
			looks := 0
			require.True(c, c.AwaitOutside(func() bool { looks++; return true }))
			require.Equal(c, 1, looks)
			require.Zero(c, c.Now())
		})
	})
	t.Run("what somebody outside of the bubble does", func(t *testing.T) {
		var came atomic.Bool
		asked := make(chan struct{}) // belongs to no bubble, as it is made here
		go func() {
			<-asked
			came.Store(true)
		}()
		check.Run(t, func(c *check.C) {
			rang, looks := bell(), 0
			require.True(c, c.AwaitOutside(func() bool {
				if looks++; looks == 3 {
					close(asked)
				}
				return came.Load()
			}))
			require.GreaterOrEqual(c, looks, 3)
			require.False(c, rang.Load(), "the bubble's time stands still while the machine is awaited")
			require.Zero(c, c.Now())
		})
	})
}

func TestAwaitOutsideGivesUp(t *testing.T) {
	const patience = 20 * time.Millisecond
	t.Run("after its time", func(t *testing.T) {
		defer check.GiveMachine(patience)()
		now := machineClock(t)
		check.Run(t, func(c *check.C) {
			rang, looks, began := bell(), 0, now()
			require.False(c, c.AwaitOutside(func() bool { looks++; return false }))
			require.False(c, rang.Load(), "the bubble's time stands still while the machine is awaited")
			require.Zero(c, c.Now())
			require.GreaterOrEqual(c, now().Sub(began), patience, "it gives the machine all of its time")
			require.GreaterOrEqual(c, looks, 2)
		})
	})
	t.Run("and looks once more", func(t *testing.T) {
		defer check.GiveMachine(0)()
		check.Run(t, func(c *check.C) {
			looks := 0
			require.True(c, c.AwaitOutside(func() bool { looks++; return looks == 2 }))
		})
	})
}
