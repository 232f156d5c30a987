//go:build unix

package bench

import (
	"fmt"
	"runtime"
	"syscall"
	"time"
)

// peakMemory is the most memory that this process has had, in KiB.
func peakMemory() int {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" { // getrusage(2) there: in bytes
		return int(u.Maxrss) / 1024
	}
	return int(u.Maxrss)
}

// processorTime is what this process, and all that it has started and that is over, took
// of processors.
func processorTime() (time.Duration, error) {
	var sum time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			return 0, fmt.Errorf("asking for processor time: %w", err)
		}
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return sum, nil
}
