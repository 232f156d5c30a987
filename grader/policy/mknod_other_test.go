//go:build unix && !linux

package policy_test

import "errors"

// mknod is for Linux alone, whose device numbers the test knows.
func mknod(string, uint32, int) error { return errors.ErrUnsupported }
