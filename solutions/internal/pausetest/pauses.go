// Package pausetest is what hidden tests share that see to "no time limit": a bubble's
// time is free, so that two hundred years of it are no more than a minute.
package pausetest

import (
	"fmt"
	"runtime/metrics"
	"time"

	"workbook/grader/check"
)

const day = 24 * time.Hour

// Year is a year of a bubble, whose calendar has room for 262 of them.
const Year = 365 * day

// pauses get longer. Time in a bubble is free, so that the last is longer than every
// limit; more than 262 years in all would be past the end of its calendar.
var pauses = []time.Duration{0, 0, time.Millisecond, time.Second, time.Minute, time.Hour, day, Year, 200 * Year}

// A pause may cost so many wakings. A few come of the check itself, and say nothing.
const (
	dear = 200_000
	few  = 2000
)

// Each lets each of some pauses pass, up to two hundred years, and calls f after
// it. A server may look at its connection every second, and then two hundred years
// take for ever: it is spared the pauses that would wake it too often.
func Each(c *check.C, f func(pause time.Duration)) {
	for i, pause := range pauses {
		before := wakings()
		if pause > 0 {
			c.Sleep(pause)
		}
		woken := wakings() - before
		f(pause)
		if woken > few && i+1 < len(pauses) && float64(woken)*float64(pauses[i+1]/pause) > dear {
			return
		}
	}
}

// Idle is Each for what only waits; f gets the pause in words.
func Idle(c *check.C, f func(pause string)) {
	Each(c, func(pause time.Duration) {
		if pause > 0 {
			f(Long(pause))
		}
	})
}

// Long is a pause in words.
func Long(d time.Duration) string {
	switch {
	case d > Year:
		return fmt.Sprintf("%d years", d/Year)
	case d == Year:
		return "a year"
	case d == day:
		return "a day"
	case d == time.Hour:
		return "an hour"
	case d == time.Minute:
		return "a minute"
	}
	return d.String()
}

// wakings is how often the scheduler has let a goroutine run, more or less: it
// samples one time of eight.
func wakings() (n uint64) {
	s := []metrics.Sample{{Name: "/sched/latencies:seconds"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindFloat64Histogram {
		return 0
	}
	for _, c := range s[0].Value.Float64Histogram().Counts {
		n += c
	}
	return 8 * n
}
