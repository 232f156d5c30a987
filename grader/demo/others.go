package demo

import (
	"math"
	"runtime"
	"time"

	"workbook/grader/report"
)

// othersFrom is the share of the machine's processors from which on a result tells what
// other programs took of them: its times are longer than on a quiet machine.
const othersFrom = 0.25

// A usage is how long processors have worked.
type usage struct {
	all  time.Duration // all of the machine's, for anybody
	ours time.Duration // for this process, and those of its children that are over
}

// others is the share of the machine's processors that others took between two usages.
func others(before, after usage, took time.Duration, processors int) float64 {
	theirs := (after.all - before.all) - (after.ours - before.ours)
	return min(1, max(0, float64(theirs)/float64(took)/float64(processors)))
}

// besideOthers runs a demo, and has its result say what other programs took of the machine
// meanwhile, where the system tells that and it was much.
func besideOthers(words report.Words, run func() (Result, error)) (Result, error) {
	before, known := used()
	began := time.Now()
	result, err := run()
	if after, ok := used(); known && ok && err == nil {
		if share := others(before, after, time.Since(began), runtime.NumCPU()); share >= othersFrom {
			result.Sentences = append(result.Sentences, words.T("Other programs took %d %% of this machine's processors meanwhile: times are longer than on a quiet one.", int(math.Round(100*share))))
		}
	}
	return result, err
}
