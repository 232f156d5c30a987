package onfarm

import (
	"os/exec"
	"syscall"
)

// leaveSignals keeps the Ctrl-C of a console from a process that is to end when we say so.
func leaveSignals(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
