//go:build unix

package build

import (
	"os/exec"
	"syscall"
	"time"
)

// endWithGroup makes a cancelled build take its compilers and linkers along.
func endWithGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 2 * time.Second
}
