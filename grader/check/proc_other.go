//go:build !linux

package check

import "os/exec"

// tie does nothing: here a subject notices by its pipe that the referee is gone.
func tie(*exec.Cmd) {}
