//go:build unix

package outside

import (
	"os"
	"os/exec"
	"strconv"
)

// pass makes cmd inherit files, and gives the number of each there.
func pass(cmd *exec.Cmd, files []*os.File) ([]string, error) {
	var fds []string
	for _, f := range files {
		cmd.ExtraFiles = append(cmd.ExtraFiles, f)
		fds = append(fds, strconv.Itoa(2+len(cmd.ExtraFiles)))
	}
	return fds, nil
}
