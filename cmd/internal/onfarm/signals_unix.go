//go:build unix

package onfarm

import (
	"os/exec"
	"syscall"
)

// leaveSignals keeps the Ctrl-C of a terminal from a process that is to end when we say so.
func leaveSignals(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
