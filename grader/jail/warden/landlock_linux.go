package warden

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"workbook/grader/jail/internal/order"
)

// Landlock is three system calls. The library for them is made for processes that
// restrict themselves while they run, with all their threads, and needs C for
// that; here one thread does it, just before it execs. See
// https://docs.kernel.org/userspace-api/landlock.html.

// The rights on files that each version of landlock knows, from the first on.
const (
	rightsV1 = unix.LANDLOCK_ACCESS_FS_MAKE_SYM<<1 - 1
	rightsV2 = rightsV1 | unix.LANDLOCK_ACCESS_FS_REFER
	rightsV3 = rightsV2 | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	rightsV5 = rightsV3 | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV

	rightsToRead = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	// What may be done to a file; the other rights are those on folders.
	rightsOnFiles = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE |
		unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	devices = unix.LANDLOCK_ACCESS_FS_MAKE_CHAR | unix.LANDLOCK_ACCESS_FS_MAKE_BLOCK
)

// restrictFiles leaves the process the program, what it may read and what it may
// write. Without sockets, it takes TCP away as well.
func restrictFiles(o *order.Order, program *os.File) error {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return fmt.Errorf("landlock is not there: %w", errno)
	}
	attr := unix.LandlockRulesetAttr{Handled_access_fs: rightsV1}
	switch {
	case version >= 5:
		attr.Handled_access_fs = rightsV5
	case version >= 3:
		attr.Handled_access_fs = rightsV3
	case version >= 2:
		attr.Handled_access_fs = rightsV2
	}
	size := unsafe.Sizeof(attr.Handled_access_fs)
	if version >= 4 {
		size += unsafe.Sizeof(attr.Handled_access_net)
		if !o.Sockets {
			attr.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
		}
	}
	if version >= 6 {
		size += unsafe.Sizeof(attr.Scoped)
		attr.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	ruleset, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), size, 0)
	if errno != 0 {
		return fmt.Errorf("making landlock rules: %w", errno)
	}
	rules := rules{fd: int(ruleset), handled: attr.Handled_access_fs}
	err := errors.Join(
		rules.allow(int(program.Fd()), rightsToRead),
		rules.allowAll(o.Read, rightsToRead),
		rules.allowAll(o.Write, attr.Handled_access_fs&^devices),
	)
	if err != nil {
		return err
	}
	if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, ruleset, 0, 0); errno != 0 {
		return fmt.Errorf("obeying landlock rules: %w", errno)
	}
	return unix.Close(rules.fd)
}

type rules struct {
	fd      int
	handled uint64
}

func (r rules) allowAll(paths []string, rights uint64) error {
	for _, p := range paths {
		fd, err := unix.Open(p, unix.O_PATH|unix.O_CLOEXEC, 0)
		if err != nil {
			return fmt.Errorf("allowing %s: %w", p, err)
		}
		err = r.allow(fd, rights)
		unix.Close(fd)
		if err != nil {
			return fmt.Errorf("allowing %s: %w", p, err)
		}
	}
	return nil
}

func (r rules) allow(fd int, rights uint64) error {
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		return err
	}
	switch stat.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
	case unix.S_IFCHR:
		rights = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	default:
		rights &= rightsOnFiles
	}
	attr := unix.LandlockPathBeneathAttr{Allowed_access: rights & r.handled, Parent_fd: int32(fd)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(r.fd), unix.LANDLOCK_RULE_PATH_BENEATH,
		uintptr(unsafe.Pointer(&attr)), 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("adding a landlock rule: %w", errno)
	}
	return nil
}
