//go:build unix

package jail

import (
	"os"
	"os/exec"
	"syscall"
)

// cleanEnv is the whole environment of a command: nothing of ours leaks into it.
func cleanEnv(home string) []string {
	return []string{
		"HOME=" + home,
		"TMPDIR=" + home,
		"PATH=/usr/bin:/bin",
		"LANG=C.UTF-8",
		"TZ=UTC",
		"GOTRACEBACK=all",
	}
}

// inherit hands f to the command and returns its file descriptor there.
func inherit(cmd *exec.Cmd, f *os.File) uintptr {
	cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	return uintptr(2 + len(cmd.ExtraFiles))
}

// Kill ends the command and everything that it started and that did not
// leave its process group. The kernel does not give the group's id to a stranger
// while a member lives, and hands out ids in turn, so a late call hits nobody.
func Kill(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// requestStacks makes the Go runtime print all goroutines and exit.
func requestStacks(cmd *exec.Cmd) { _ = cmd.Process.Signal(syscall.SIGQUIT) }

func endSignal(exit *exec.ExitError) os.Signal {
	if ws, ok := exit.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return ws.Signal()
	}
	return nil
}

// faults is how many pages a process and what it waited for were given without a read
// from a disk; see getrusage(2).
func faults(state *os.ProcessState) int64 {
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Minflt)
	}
	return 0
}
