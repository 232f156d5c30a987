//go:build !linux

package grader_test

import "testing"

func adoptOrphans(*testing.T) {}

// orphans is for Linux only: elsewhere nothing more than a process group is
// claimed.
func orphans(*testing.T) []string { return nil }
