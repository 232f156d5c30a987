//go:build !unix

package bench

import "time"

// peakMemory is not known here.
func peakMemory() int { return 0 }

// processorTime is not known here.
func processorTime() (time.Duration, error) { return 0, nil }
