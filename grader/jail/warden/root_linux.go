package warden

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"

	"workbook/grader/jail/internal/order"
)

// isolate makes use of the namespaces, when the process was started in new ones:
// a root file system that holds only what the order names, a host name, and a
// loopback network of its own.
func isolate(o *order.Order) error {
	if o.Root == "" {
		return nil
	}
	if err := unix.Sethostname([]byte("workbook")); err != nil {
		return fmt.Errorf("setting the host name: %w", err)
	}
	if o.Sockets {
		if err := loopback(); err != nil {
			return fmt.Errorf("starting the loopback network: %w", err)
		}
	}
	// What is mounted here must not show outside.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("separating the mounts: %w", err)
	}
	if err := unix.Mount("root", o.Root, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "size=1m,nr_inodes=4096,mode=755"); err != nil {
		return fmt.Errorf("mounting a root: %w", err)
	}
	if err := furnish(o); err != nil {
		return err
	}
	// With both names the same, the old root ends up on top of the new one, from
	// where it is taken away; see pivot_root(2).
	if err := unix.Chdir(o.Root); err != nil {
		return fmt.Errorf("entering the root: %w", err)
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("changing the root: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("leaving the old root: %w", err)
	}
	return seal("/", 0)
}

// furnish puts what the order names into the new root, each under its own name.
func furnish(o *order.Order) error {
	slices.Sort(o.Read)
	o.Read = slices.Compact(o.Read)
	for _, p := range o.Read {
		if err := bind(o.Root, p, true); err != nil {
			return err
		}
	}
	for _, p := range o.Write {
		if err := bind(o.Root, p, false); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(o.Root, o.Dir), 0o755); err != nil {
		return fmt.Errorf("making %s: %w", o.Dir, err)
	}
	return nil
}

// bind shows a file or folder of the machine in the new root. What is a symbolic
// link, in whatever part of the path, is shown as what it leads to.
func bind(root, path string, readOnly bool) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(real)
	if err != nil {
		return err
	}
	target := filepath.Join(root, path)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return fmt.Errorf("showing %s: %w", path, err)
	}
	if info.IsDir() {
		err = os.MkdirAll(target, 0o755)
	} else {
		err = os.WriteFile(target, nil, 0o644)
	}
	if err != nil {
		return fmt.Errorf("showing %s: %w", path, err)
	}
	if err := unix.Mount(real, target, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("showing %s: %w", path, err)
	}
	if info.Mode()&fs.ModeDevice != 0 || !readOnly {
		return nil
	}
	return seal(target, unix.AT_RECURSIVE)
}

// seal makes a mount read-only.
func seal(path string, flags uint) error {
	err := unix.MountSetattr(unix.AT_FDCWD, path, flags, &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NOSUID})
	if err != nil {
		return fmt.Errorf("making %s read-only: %w", path, err)
	}
	return nil
}

// loopback switches on the one interface that a new network has.
func loopback() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if errors.Is(err, unix.EAFNOSUPPORT) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	request := struct {
		name  [unix.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{flags: unix.IFF_UP}
	copy(request.name[:], "lo")
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); errno != 0 {
		return errno
	}
	return nil
}
