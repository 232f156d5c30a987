// Package schedules has the flag that says under how many schedules work is graded, for the
// programs that grade.
//
//	schedules.Var(flags, &request.Schedules, grader.ClassSchedules)
package schedules

import (
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"workbook/cmd/internal/tr"
	"workbook/grader"
)

// Var declares the flag --schedules, which says under which schedules checks run: those, where
// nobody says it.
func Var(f *pflag.FlagSet, to *grader.Schedules, usual grader.Schedules) {
	*to = usual
	is := strconv.FormatUint(usual.Count, 10)
	if usual.For > 0 {
		is += "/" + usual.For.String()
	}
	f.Var(&value{to: to, is: is}, "schedules", tr.T("how long, or under how many schedules each, checks that have passed run again\nwith goroutines taking turns in other ways: 500ms, 200, 200/2s, off"))
}

// A value is a number, a time, both or "off".
type value struct {
	to *grader.Schedules
	is string
}

func (f *value) String() string { return f.is }

func (f *value) Type() string { return "string" }

func (f *value) Set(text string) error {
	if text == "off" {
		*f.to, f.is = grader.Schedules{}, text
		return nil
	}
	many, long, both := strings.Cut(text, "/")
	count, err := strconv.ParseUint(many, 10, 32)
	out := grader.Schedules{Count: count, First: f.to.First}
	if !both && err != nil {
		out.Count, long, both, err = plenty, text, true, nil
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

// plenty is more than there is time for.
const plenty = 1 << 20
