//go:build unix

package main

import "syscall"

// usableFiles sees to it that what this program makes can be used by itself. A umask
// that takes their owner's rights from new files helps nobody, and makes compilers
// fail in words that sound like the learner's fault.
func usableFiles() {
	mask := syscall.Umask(0o077)
	syscall.Umask(mask &^ 0o700)
}
