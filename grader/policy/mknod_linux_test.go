package policy_test

import "syscall"

func mknod(path string, mode uint32, device int) error { return syscall.Mknod(path, mode, device) }
