//go:build !unix

package bench

// peakMemory is not known here.
func peakMemory() int { return 0 }
