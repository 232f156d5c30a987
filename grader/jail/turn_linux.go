package jail

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// ShareOf reads what the kernel knows of a process: of each thread, how long it was on a
// processor, and how long it waited for one, in nanoseconds; see proc_pid_schedstat(5) and
// Documentation/scheduler/sched-stats.rst. Where the kernel does not count, it is zero,
// and so is what it knew of threads that have ended.
func ShareOf(pid int) (s Share) {
	tasks := fmt.Sprintf("/proc/%d/task", pid)
	entries, err := os.ReadDir(tasks)
	if err != nil {
		return s
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(tasks, e.Name(), "schedstat"))
		if err != nil {
			continue
		}
		ran, waited := parseShare(string(data))
		s.Ran += ran
		s.Waited += waited
	}
	return s
}

func parseShare(line string) (ran, waited time.Duration) {
	var r, w int64
	if n, err := fmt.Sscan(line, &r, &w); n != 2 || err != nil {
		return 0, 0
	}
	return time.Duration(r), time.Duration(w)
}
