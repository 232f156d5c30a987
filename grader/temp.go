package grader

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// tempPrefix begins the name of every Grader's temporary folder; the id of its
// process follows.
const tempPrefix = "workbook-"

// makeTemp makes a temporary folder for this process, and removes those of
// processes that were killed before they could do it themselves.
func makeTemp() (string, error) {
	removeAbandoned(os.TempDir())
	return os.MkdirTemp("", fmt.Sprintf("%s%d-", tempPrefix, os.Getpid()))
}

// removeAbandoned does what it can; what it cannot remove is not ours to worry
// about.
func removeAbandoned(dir string) {
	found, _ := filepath.Glob(filepath.Join(dir, tempPrefix+"*-*"))
	for _, folder := range found {
		owner, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), tempPrefix), "-")
		if pid, err := strconv.Atoi(owner); err == nil && !running(pid) {
			os.RemoveAll(folder)
		}
	}
}

// running reports whether there is a process of that id; if in doubt there is.
func running(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer p.Release()
	if runtime.GOOS == "windows" {
		return true // finding it was the question
	}
	err = p.Signal(syscall.Signal(0))
	return !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH)
}
