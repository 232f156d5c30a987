package jail

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

const plainIsolation = "L1: own process group, wall clock, memory watch, output cap, clean environment"

// A gauge shows the memory of a process. What it reads by is opened once: to look a process
// up in /proc each time, and to forget it there when it ends, costs more than the number.
type gauge struct {
	pid      int
	children bool // they are looked at, too
	statm    *os.File
	looks    int
}

// childrenEvery is at how many looks at a process one is at its children, for which the
// threads of it are gone through.
const childrenEvery = 5

func newGauge(pid int, children bool) *gauge {
	g := &gauge{pid: pid, children: children}
	g.statm, _ = os.Open(fmt.Sprintf("/proc/%d/statm", pid)) // it may be gone already
	return g
}

func (g *gauge) close() { g.statm.Close() }

// look gives the most that the process, or one of its children, uses.
func (g *gauge) look() memory {
	var b [128]byte
	n, _ := g.statm.ReadAt(b[:], 0)
	most := memoryIn(b[:n])
	if g.looks++; !g.children || g.looks%childrenEvery != 0 {
		return most
	}
	threads, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", g.pid))
	for _, t := range threads {
		children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", g.pid, t.Name()))
		for _, child := range bytes.Fields(children) {
			b, _ := os.ReadFile("/proc/" + string(child) + "/statm")
			most = most.or(memoryIn(b))
		}
	}
	return most
}

// memoryIn reads what a process uses; see proc_pid_statm(5). Of one that is gone it is nothing.
func memoryIn(statm []byte) memory {
	fields := bytes.Fields(statm)
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
