//go:build unix

package policy

import "syscall"

// openFlags make opening a link fail, and opening a pipe return at once.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
