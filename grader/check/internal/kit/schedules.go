package kit

import (
	"runtime"
	"time"

	"workbook/grader/internal/wire"
)

// schedules are those that each check of this process runs under.
var schedules struct {
	all wire.Schedules

	// Of the check that is under way.
	done  uint64 // before the one that is under way
	began time.Time
	more  bool // another check has had its schedules
}

// beginSchedules begins with the first one, for another check than before. The inputs of a
// check depend on the number of its schedule alone, so that one number gives the whole
// run again.
func beginSchedules() {
	if schedules.all.Count == 0 {
		return
	}
	if schedules.more {
		runtime.GC() // nobody else collects what the last one has left; see build.Steady
	}
	schedules.done, schedules.began, schedules.more = 0, time.Now(), true
	results.seed = schedules.all.First
}

// Schedule is the schedule that is under way; false for a run that has none.
func Schedule() (number uint64, ok bool) {
	return schedules.all.First + schedules.done, schedules.all.Count > 0
}

// NextSchedule goes on to the next one, and is false when there is none, or no time
// for it.
func NextSchedule() bool {
	all := schedules.all
	if schedules.done+1 >= all.Count || all.For > 0 && time.Since(schedules.began) >= all.For {
		return false
	}
	schedules.done++
	results.seed, _ = Schedule()
	return true
}
