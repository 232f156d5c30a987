//go:build unix

package tempdir

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock locks the file until it is closed, and reports whether it could. The
// kernel lets go of it when the process dies, however it dies.
func tryLock(f *os.File) (bool, error) {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// settle gives the folder its name, under which a sweep looks for the lock.
func settle(d *Dir, young string) error { return os.Rename(young, d.Path) }
