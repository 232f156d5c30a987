package check

import (
	"os/exec"
	"syscall"
)

// tie makes the subject die with the referee.
func tie(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
