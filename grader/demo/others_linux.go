package demo

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"time"

	"workbook/grader/internal/cputime"
)

// used is what processors have done so far, and whether the system tells.
func used() (usage, bool) {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return usage{}, false
	}
	all, ok := workedByStat(stat)
	ours, err := cputime.Taken()
	return usage{all, ours}, ok && err == nil
}

// workedByStat reads the first line of /proc/stat, proc_stat(5): the time that all
// processors spent on user, nice, system, idle, iowait, irq, softirq and steal, in
// hundredths of a second. What a guest took is within user and nice. Where there are other
// processors than those that this program may use, as in many containers, it tells nothing.
func workedByStat(stat []byte) (time.Duration, bool) {
	line, rest, _ := bytes.Cut(stat, []byte("\n"))
	fields := bytes.Fields(line)
	const user, idle, iowait, steal = 1, 4, 5, 8
	if len(fields) <= steal || string(fields[0]) != "cpu" || bytes.Count(append([]byte("\n"), rest...), []byte("\ncpu")) != runtime.NumCPU() {
		return 0, false
	}
	var worked time.Duration
	for i := user; i <= steal; i++ {
		ticks, err := strconv.ParseInt(string(fields[i]), 10, 64)
		if err != nil {
			return 0, false
		}
		if i != idle && i != iowait {
			worked += time.Duration(ticks) * time.Second / 100
		}
	}
	return worked, worked > 0 // some sandboxes have the file, with nothing in it
}
