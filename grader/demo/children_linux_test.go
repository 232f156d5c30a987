package demo_test

import (
	"os"
	"strconv"
	"strings"
)

// childrenOf lists the processes that a process has started and that are still there.
func childrenOf(pid int) (found []string) {
	tasks, _ := os.ReadDir("/proc/" + strconv.Itoa(pid) + "/task")
	for _, task := range tasks {
		data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/task/" + task.Name() + "/children")
		found = append(found, strings.Fields(string(data))...)
	}
	return found
}
