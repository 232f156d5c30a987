//go:build unix

package peertest

import "syscall"

// room is how many connections a process surely has descriptors for: the subject
// has as many as this one or more.
func room() int {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) != nil || l.Cur > 1<<20 {
		return 1 << 20
	}
	return max(int(l.Cur)-64, 0)
}
