package task_test

import (
	"runtime/metrics"
	"time"

	"workbook/grader/check"
)

// manyWakeups is far over what a process needs in which everybody waits (some
// eighty), and far under what looking ten times a second for half an hour makes of
// it (some six thousand).
const manyWakeups = 1500

// pollsByTimer reports whether something wakes up again and again while everybody
// waits. It shows what a look at the goroutines cannot: one that waits for a ticker
// seems to wait for any other channel.
func pollsByTimer(c *check.C) bool {
	for range 3 { // a busy machine may add to one of the counts
		if wakeupsInHalfAnHour(c) < manyWakeups {
			return false
		}
	}
	return true
}

// wakeupsInHalfAnHour lets half an hour of the bubble's time go by, if nobody
// stands on a lock, and gives how often a goroutine of this process was put to work
// meanwhile, as far as the runtime counts: one time in eight.
func wakeupsInHalfAnHour(c *check.C) uint64 {
	before, end := scheduled(), c.Now()+30*time.Minute
	c.Await(func() bool { return c.Now() >= end })
	return scheduled() - before
}

// scheduled is how often the runtime has put a goroutine to work.
func scheduled() uint64 {
	sample := []metrics.Sample{{Name: "/sched/latencies:seconds"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindFloat64Histogram {
		return 0
	}
	var n uint64
	for _, count := range sample[0].Value.Float64Histogram().Counts {
		n += count
	}
	return n
}
