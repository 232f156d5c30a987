package jail

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

const plainIsolation = "L1: process tree, wall clock, output cap, clean environment; memory is not watched on this system"

func cleanEnv(home string) []string {
	return []string{
		"USERPROFILE=" + home,
		"TEMP=" + home,
		"TMP=" + home,
		"GOTRACEBACK=all",
		// Without it sockets cannot be made.
		"SYSTEMROOT=" + os.Getenv("SYSTEMROOT"),
	}
}

// inherit hands f to the command and returns its handle there.
func inherit(cmd *exec.Cmd, f *os.File) uintptr {
	h := syscall.Handle(f.Fd())
	_ = syscall.SetHandleInformation(h, syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT)
	attr(cmd).AdditionalInheritedHandles = append(attr(cmd).AdditionalInheritedHandles, h)
	return uintptr(h)
}

func attr(cmd *exec.Cmd) *syscall.SysProcAttr {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	return cmd.SysProcAttr
}

func own(cmd *exec.Cmd) { attr(cmd).CreationFlags |= syscall.CREATE_NEW_PROCESS_GROUP }

// Kill ends the command and the processes it started.
func Kill(cmd *exec.Cmd) {
	_ = exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)).Run()
	_ = cmd.Process.Kill()
}

// requestStacks has no counterpart here: the wait for it just runs out.
func requestStacks(*exec.Cmd) {}

func endSignal(*exec.ExitError) os.Signal { return nil }

func faults(*os.ProcessState) int64 { return 0 }
