package main

import (
	"strconv"

	"github.com/spf13/pflag"

	"workbook/cmd/internal/tr"
)

// scheduleVar declares the flag for one schedule, which is all that counts then.
func scheduleVar(f *pflag.FlagSet, one *uint64) {
	f.Var((*scheduleFlag)(one), "schedule", tr.T("run them under the schedule of this `number` alone, as a report names it"))
}

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
