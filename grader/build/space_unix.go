//go:build unix

package build

import "golang.org/x/sys/unix"

// addressSpaceMiB is how much address space a process may have, 0 where there is no
// limit. A soft limit is lifted first, as far as the hard one lets it.
func addressSpaceMiB() int {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &l); err != nil || l.Cur == unix.RLIM_INFINITY {
		return 0
	}
	if l.Cur < l.Max {
		lifted := unix.Rlimit{Cur: l.Max, Max: l.Max}
		if err := unix.Setrlimit(unix.RLIMIT_AS, &lifted); err == nil {
			l = lifted
		}
	}
	if l.Cur == unix.RLIM_INFINITY {
		return 0
	}
	return int(l.Cur >> 20)
}
