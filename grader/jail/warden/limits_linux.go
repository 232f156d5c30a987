package warden

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"workbook/grader/jail/internal/order"
)

func limit(limits []order.Rlimit) error {
	for _, l := range limits {
		var now unix.Rlimit
		if err := unix.Getrlimit(l.Resource, &now); err != nil {
			return fmt.Errorf("reading the resource limit %d: %w", l.Resource, err)
		}
		most := min(l.Max, now.Max) // raising it is not ours to do
		if err := unix.Setrlimit(l.Resource, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("setting the resource limit %d: %w", l.Resource, err)
		}
	}
	return nil
}

// The securebits, which package unix does not have; see linux/securebits.h. The
// odd ones lock the even ones.
const secureBits = 0b1010_1111 // no root, no setuid fixup (both locked), no keep caps (locked), no ambient raise

// dropCapabilities gives up every capability, and the ways to get one back.
func dropCapabilities() error {
	// Root without these bits would get everything again at exec. Who has no
	// capability to begin with may not set them, and need not.
	for _, call := range []struct{ option, value uintptr }{
		{unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL},
		{unix.PR_SET_SECUREBITS, secureBits},
	} {
		if err := unix.Prctl(int(call.option), call.value, 0, 0, 0); err != nil && !errors.Is(err, unix.EPERM) {
			return fmt.Errorf("locking capabilities: %w", err)
		}
	}
	for c := uintptr(0); ; c++ {
		err := unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
		if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.EPERM) {
			break // beyond the last one; or none of them is ours
		}
		if err != nil {
			return fmt.Errorf("dropping capability %d: %w", c, err)
		}
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	if err := unix.Capset(&header, &none[0]); err != nil {
		return fmt.Errorf("dropping capabilities: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("giving up new privileges: %w", err)
	}
	return nil
}
