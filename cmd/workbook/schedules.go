package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"workbook/cmd/internal/tr"
	"workbook/grader"
)

// schedulesVar declares the flag that says under which schedules checks run: those, where
// nobody says it.
func schedulesVar(f *pflag.FlagSet, to *grader.Schedules, usual grader.Schedules) {
	*to = usual
	is := strconv.FormatUint(usual.Count, 10)
	if usual.For > 0 {
		is += "/" + usual.For.String()
	}
	f.Var(&schedulesFlag{to: to, is: is}, "schedules", tr.T("how long, or under how many schedules each, checks that have passed run again\nwith goroutines taking turns in other ways: 500ms, 200, 200/2s, off"))
}

// scheduleVar declares the flag for one schedule, which is all that counts then.
func scheduleVar(f *pflag.FlagSet, one *uint64) {
	f.Var((*scheduleFlag)(one), "schedule", tr.T("run them under the schedule of this `number` alone, as a report names it"))
}

// A schedulesFlag is a number, a time, both or "off".
type schedulesFlag struct {
	to *grader.Schedules
	is string
}

func (f *schedulesFlag) String() string { return f.is }

func (f *schedulesFlag) Type() string { return "string" }

func (f *schedulesFlag) Set(text string) error {
	if text == "off" {
		*f.to, f.is = grader.Schedules{}, text
		return nil
	}
	many, long, both := strings.Cut(text, "/")
	count, err := strconv.ParseUint(many, 10, 32)
	out := grader.Schedules{Count: count, First: f.to.First}
	if !both && err != nil {
		out.Count, long, both, err = manySchedules, text, true, nil
	}
	if err == nil && both {
		out.For, err = time.ParseDuration(long)
	}
	if err != nil || out.Count == 0 || both && out.For <= 0 {
		return tr.Errorf("it is a number, a time like 500ms, both as in 200/2s, or off")
	}
	*f.to, f.is = out, text
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
