package main

import (
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"workbook/cmd/internal/tr"
	"workbook/grader"
)

// schedulesVar declares the flags that say under which schedules checks run. The number of
// one, unless it is 0, is all that counts.
func schedulesVar(f *pflag.FlagSet, to *grader.Schedules, one *uint64) {
	*to = grader.DefaultSchedules
	f.Var(&schedulesFlag{to: to, is: to.For.String()}, "schedules", tr.T("how long, or under how many schedules each, checks that have passed run again\nwith goroutines taking turns in other ways: 500ms, 200, off"))
	f.Var((*scheduleFlag)(one), "schedule", tr.T("run them under the schedule of this `number` alone, as a report names it"))
}

// A schedulesFlag is a number, a time or "off".
type schedulesFlag struct {
	to *grader.Schedules
	is string
}

func (f *schedulesFlag) String() string { return f.is }

func (f *schedulesFlag) Type() string { return "string" }

func (f *schedulesFlag) Set(text string) error {
	switch count, err := strconv.ParseUint(text, 10, 32); {
	case text == "off":
		*f.to = grader.Schedules{}
	case err == nil && count > 0:
		*f.to = grader.Schedules{Count: count}
	default:
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return tr.Errorf("it is a number, a time like 500ms, or off")
		}
		*f.to = grader.Schedules{Count: manySchedules, For: d}
	}
	f.is = text
	return nil
}

// manySchedules is more than there is time for.
const manySchedules = 1 << 20

// A scheduleFlag is the number of one schedule.
type scheduleFlag uint64

func (f *scheduleFlag) String() string { return "" }

func (f *scheduleFlag) Type() string { return "uint" }

func (f *scheduleFlag) Set(text string) error {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number == 0 {
		return tr.Errorf("it is a number from 1")
	}
	*f = scheduleFlag(number)
	return nil
}
