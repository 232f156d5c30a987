package kit

import (
	"runtime"
	"time"

	"workbook/grader/internal/wire"
)

// schedules are those that each check of this process runs under.
var schedules struct {
	all    wire.Schedules
	first  time.Time // when those of the first check began
	checks int       // that have begun

	// Of the check that is under way.
	done  uint64 // before the one that is under way
	began time.Time
}

// beginSchedules begins with the first one, for another check than before. The inputs of a
// check depend on the number of its schedule alone, so that one number gives the whole
// run again.
func beginSchedules() {
	if schedules.all.Count == 0 {
		collect()
		return
	}
	if schedules.checks > 0 {
		runtime.GC() // nobody else collects what the last one has left; see build.Steady
	}
	schedules.done, schedules.began = 0, time.Now()
	if schedules.checks++; schedules.checks == 1 {
		schedules.first = schedules.began
	}
	results.seed = schedules.all.First
}

// Schedule is the schedule that is under way; false for a run that has none.
func Schedule() (number uint64, ok bool) {
	return schedules.all.First + schedules.done, schedules.all.Count > 0
}

// leastSchedules are run whatever the time: one of a heavy check may take longer than all
// are to take, and of two that follow each other one is a walk, which catches what fresh
// priorities and PCT miss (package point).
const leastSchedules = 2

// NextSchedule goes on to the next one, and is false when there is none, or no time
// for it.
func NextSchedule() bool {
	all, run := schedules.all, schedules.done+1
	if over := all.For > 0 && late(all.For); run >= all.Count || over && run >= leastSchedules {
		return false
	}
	collect()
	schedules.done++
	results.seed, _ = Schedule()
	return true
}

// much is how many bytes the runs of a process may leave behind before they are collected.
const much = 64 << 20

// collect frees what the runs so far have left behind, when it is much. Nobody else does
// (see build.Steady), and no run is under way, which could be another by it.
func collect() {
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > much {
		runtime.GC()
	}
}

// late reports whether a check has had its share of the time, and with it what those
// before it have left of theirs: most are done long before, and a heavy one is not.
func late(share time.Duration) bool {
	return time.Since(schedules.began) >= share && time.Since(schedules.first) >= share*time.Duration(schedules.checks)
}
