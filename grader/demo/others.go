package demo

import (
	"runtime"
	"time"
)

// leastTold is how long a run lasts of which the system can tell what others took: it counts
// in hundredths of a second.
const leastTold = 500 * time.Millisecond

// A usage is how long processors have worked.
type usage struct {
	all  time.Duration // all of the machine's, for anybody
	ours time.Duration // for this process, and those of its children that are over
}

// others is the share of the machine's processors that others took between two usages, and 0
// for less time than can be told of.
func others(before, after usage, took time.Duration, processors int) float64 {
	if took < leastTold {
		return 0
	}
	theirs := (after.all - before.all) - (after.ours - before.ours)
	return min(1, max(0, float64(theirs)/float64(took)/float64(processors)))
}

// besideOthers runs a demo, and has its result say what other programs took of the machine
// meanwhile, where the system tells that.
func besideOthers(run func() (Result, error)) (Result, error) {
	before, known := used()
	began := time.Now()
	result, err := run()
	result.Others = 0 // what a program of a course says of others is not asked
	if after, ok := used(); known && ok {
		result.Others = others(before, after, time.Since(began), runtime.NumCPU())
	}
	return result, err
}
