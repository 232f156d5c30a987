package build

import (
	"os/exec"
	"time"
)

// endWithGroup bounds the wait for what a cancelled build has started.
func endWithGroup(cmd *exec.Cmd) { cmd.WaitDelay = 2 * time.Second }
