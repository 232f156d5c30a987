package kit

import (
	"time"

	"workbook/grader/internal/wire"
)

// schedules are those that the check of this process runs under.
var schedules struct {
	wire.Schedules
	done  uint64 // those before the one that is under way
	began time.Time
}

// beginSchedules takes the schedules of the task. The inputs of a check depend on the
// number of its schedule alone, so that one number gives the whole run again.
func beginSchedules(s wire.Schedules) {
	schedules.Schedules, schedules.began = s, time.Now()
	if s.Count > 0 {
		results.seed = s.First
	}
}

// Schedule is the schedule that is under way; false for a run that has none.
func Schedule() (number uint64, ok bool) {
	return schedules.First + schedules.done, schedules.Count > 0
}

// leastSchedules are run whatever the time: one of a heavy check may take longer than all
// are to take, and of two that follow each other one is a walk, which catches what fresh
// priorities and PCT miss (package point).
const leastSchedules = 2

// NextSchedule goes on to the next one, and is false when there is none, or no time
// for it.
func NextSchedule() bool {
	run := schedules.done + 1
	late := schedules.For > 0 && time.Since(schedules.began) >= schedules.For
	if run >= schedules.Count || late && run >= leastSchedules {
		return false
	}
	schedules.done++
	results.seed, _ = Schedule()
	return true
}
