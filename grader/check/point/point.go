// Package point is where a submission under a schedule may hand the processor to
// another goroutine. Submissions do not import it: package instrument puts calls of
// [At] into their source, and the kit says by [Begin] who goes on.
//
// All of it is for a program with one processor in which nobody is interrupted (see
// package build, Steady): what runs is one goroutine at a time, from point to point.
package point

import "runtime"

// A Schedule says what happens at a point. Its methods are called by one goroutine at
// a time, but those of At may overlap: a goroutine that yields in one lets others come
// to theirs.
type Schedule interface {
	// At is called by a goroutine that has come to a point. It returns when the
	// goroutine goes on.
	At(point int)
}

var (
	now    Schedule
	inside int
	order  uint64 // of the points that were come to, as a hash (FNV-1a)
)

// At is a point. It does nothing unless a schedule has begun.
func At(point int) {
	if now == nil {
		return
	}
	inside++
	order = (order ^ uint64(point)) * 1099511628211
	now.At(point)
	inside--
}

// Begin has points follow a schedule from now on; nil ends it.
func Begin(s Schedule) {
	if s != nil {
		order = 14695981039346656037
	}
	now = s
}

// Order tells apart two runs that came to the same points in another order, or to
// others.
func Order() uint64 { return order }

// Pause has points do nothing until the function that it returns is called.
func Pause() (resume func()) {
	was := now
	now = nil
	return func() { now = was }
}

// Busy reports whether a goroutine is at a point, and will go on from there.
func Busy() bool { return inside > 0 }

// yield lets the others run, so many times.
func yield(times int) {
	for range times {
		runtime.Gosched()
	}
}
