//go:build unix

package bench

import (
	"runtime"
	"syscall"
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
