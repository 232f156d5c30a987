package outside

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// pass makes cmd inherit files, and gives the number of each there.
func pass(cmd *exec.Cmd, files []*os.File) ([]string, error) {
	var handles []string
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	for _, f := range files {
		h := syscall.Handle(f.Fd())
		if err := syscall.SetHandleInformation(h, syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT); err != nil {
			return nil, err
		}
		cmd.SysProcAttr.AdditionalInheritedHandles = append(cmd.SysProcAttr.AdditionalInheritedHandles, h)
		handles = append(handles, strconv.FormatUint(uint64(h), 10))
	}
	return handles, nil
}
