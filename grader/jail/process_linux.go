package jail

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

const plainIsolation = "L1: own process group, wall clock, memory watch, output cap, clean environment"

// memoryOf looks at the process and its children: the most that one of them uses.
func memoryOf(pid int) memory {
	most := memoryOfOne(strconv.Itoa(pid))
	threads, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, t := range threads {
		children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, t.Name()))
		for _, child := range bytes.Fields(children) {
			most = most.or(memoryOfOne(string(child)))
		}
	}
	return most
}

// memoryAlone looks at the process and nothing else.
func memoryAlone(pid int) memory { return memoryOfOne(strconv.Itoa(pid)) }

func memoryOfOne(pid string) memory {
	b, err := os.ReadFile("/proc/" + pid + "/statm")
	if err != nil {
		return memory{}
	}
	fields := bytes.Fields(b) // see proc_pid_statm(5)
	if len(fields) < 6 {
		return memory{}
	}
	return memory{resident: mib(fields[1]), mapped: mib(fields[5])}
}

func mib(pages []byte) int {
	n, err := strconv.Atoi(string(pages))
	if err != nil {
		return 0
	}
	return n * os.Getpagesize() >> 20
}
