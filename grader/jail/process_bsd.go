//go:build unix && !linux

package jail

import (
	"os/exec"
	"syscall"
)

const plainIsolation = "L1: own process group, wall clock, output cap, clean environment; memory is not watched on this system"

// own makes the command a session of its own, which has no terminal and is killed
// as a whole.
func own(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
