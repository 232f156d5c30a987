package lanes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// A row is a figure in the table: what it is, and what was measured.
type row struct {
	name, value string
	number      bool // it stands under the other numbers
}

// table are the figures of a result, with what they were before. While the demo runs, those
// that are yet to come stand there already, so that nothing moves when they do.
func (l Look) table(r demo.Result) []row {
	var rows []row
	for _, f := range r.Figures {
		rows = append(rows, row{f.Name, value(f), isNumber(f)})
		if l.Before == nil {
			continue
		}
		if old, ok := l.Before.Figure(f.ID); ok && isNumber(old) && isNumber(f) {
			rows[len(rows)-1].value = value(old) + l.arrow() + value(f)
		}
	}
	if l.Before == nil || !l.Runs {
		return rows
	}
	for _, old := range l.Before.Figures {
		if _, ok := r.Figure(old.ID); !ok && isNumber(old) {
			rows = append(rows, row{old.Name, value(old) + l.arrow() + "…", true})
		}
	}
	return rows
}

// Chief are the first figures that are numbers, so many at most, in a line each.
func Chief(r demo.Result, look Look, most int) []string {
	rows := slices.DeleteFunc(look.table(r), func(f row) bool { return !f.number })
	rows = rows[:min(len(rows), most)]
	names, values := 0, 0
	for _, f := range rows {
		names = max(names, ansi.StringWidth(report.OneLine(f.name)))
		values = max(values, ansi.StringWidth(report.OneLine(f.value)))
	}
	names = min(names, max(look.Width-2-values, 1))
	var lines []string
	for _, f := range rows {
		name, value := ansi.Truncate(report.OneLine(f.name), names, "…"), report.OneLine(f.value)
		lines = append(lines, name+strings.Repeat(" ", names-ansi.StringWidth(name)+2+values-ansi.StringWidth(value))+value)
	}
	return lines
}

func (l Look) arrow() string {
	if l.ASCII {
		return " -> "
	}
	return " → "
}

// told says of a table with two values in its rows what they are of.
func (l Look) told(r demo.Result) string {
	if l.Before == nil || len(l.Before.Figures) == 0 {
		return ""
	}
	var before, now []string
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		if old, ok := l.Before.Params[name]; ok && old != r.Params[name] {
			before, now = append(before, fmt.Sprintf("%s=%d", name, old)), append(now, fmt.Sprintf("%s=%d", name, r.Params[name]))
		}
	}
	told := tr.T("before") + l.arrow() + tr.T("now")
	if len(now) == 0 {
		return told
	}
	return told + ": " + strings.Join(before, " ") + l.arrow() + strings.Join(now, " ")
}

// scale is how many microseconds fill a lane. While the demo runs it changes seldom, so that
// lanes are seen to grow.
func scale(r demo.Result, look Look) int64 {
	longest := max(longest(r), look.Least)
	if !look.Runs {
		return longest
	}
	fits := max(int64(250_000), look.Least)
	for fits < longest {
		fits *= 2
	}
	return fits
}
