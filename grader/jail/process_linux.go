package jail

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

const plainIsolation = "L1: own process group, wall clock, memory watch, output cap, clean environment"

// residentMiB is the resident memory of the largest process among pid and its
// children; 0 when none can be read.
func residentMiB(pid int) int {
	most := oneResidentMiB(strconv.Itoa(pid))
	threads, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, t := range threads {
		children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, t.Name()))
		for _, child := range bytes.Fields(children) {
			most = max(most, oneResidentMiB(string(child)))
		}
	}
	return most
}

func oneResidentMiB(pid string) int {
	b, err := os.ReadFile("/proc/" + pid + "/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(b)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.Atoi(string(fields[1]))
	if err != nil {
		return 0
	}
	return pages * os.Getpagesize() >> 20
}
