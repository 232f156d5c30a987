//go:build unix

package outside

import "syscall"

// descriptorLimit is how many descriptors this process may have, which the runtime has
// raised as far as it may.
func descriptorLimit() (uint64, bool) {
	var r syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &r); err != nil {
		return 0, false
	}
	return uint64(r.Cur), true
}
