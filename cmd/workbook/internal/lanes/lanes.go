// Package lanes draws what a demo has measured: a line for each client, task or process,
// the figures, and the sentences that they make.
//
//	text := lanes.Text(result, lanes.Look{Width: 80})
//	svg := lanes.SVG(result)
//
// All groups of one result have the same scale, so that they can be compared by eye.
package lanes

import (
	"cmp"
	"slices"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/grader/demo"
)

// shown is how many lanes of a group are drawn, unless it is said; of more, so many are chosen.
const shown = 12

// A group is the lanes that share a clock.
type group struct {
	name  string
	lanes []demo.Lane
	left  int // how many more there are
}

// groups are the lanes by group, most of each at most. Of many, those are drawn that ended
// first, last, and in equal distances between.
func groups(r demo.Result, most int) []group {
	var all []group
	for _, l := range r.Lanes {
		if n := len(all); n == 0 || all[n-1].name != l.Group {
			all = append(all, group{name: l.Group})
		}
		g := &all[len(all)-1]
		g.lanes = append(g.lanes, l)
	}
	for i := range all {
		all[i].fold(max(most, 2))
	}
	return all
}

func (g *group) fold(most int) {
	if len(g.lanes) <= most {
		return
	}
	sorted := slices.SortedStableFunc(slices.Values(g.lanes), func(a, b demo.Lane) int { return cmp.Compare(end(a), end(b)) })
	g.left = len(sorted) - most
	g.lanes = nil
	for i := range most {
		g.lanes = append(g.lanes, sorted[i*(len(sorted)-1)/(most-1)])
	}
}

// end is when a lane ended.
func end(l demo.Lane) int64 {
	last := int64(0)
	for _, s := range l.Spans { // in any order: whoever has recorded them may be wrong
		last = max(last, s.End)
	}
	return last
}

// Length is how many microseconds the longest lane of a result has.
func Length(r demo.Result) int64 { return longest(r) }

// longest is when the last lane of all groups ended.
func longest(r demo.Result) int64 {
	last := int64(1)
	for _, l := range r.Lanes {
		last = max(last, end(l))
	}
	return last
}

// widest are the columns of the longest name of a lane that is drawn, and of the longest note
// which has no more than most.
func widest(all []group, most int) (names, notes int) {
	for _, g := range all {
		for _, l := range g.lanes {
			names = max(names, ansi.StringWidth(l.Name))
			if n := ansi.StringWidth(l.Note); n <= most {
				notes = max(notes, n)
			}
		}
	}
	return names, notes
}

// lastEnd is when the last lane of a group that is drawn ended.
func (g group) lastEnd() int64 {
	last := int64(0)
	for _, l := range g.lanes {
		last = max(last, end(l))
	}
	return last
}

// kinds are all kinds of spans; one that comes later is drawn over those before.
var kinds = []demo.Kind{demo.Waiting, demo.Silent, demo.Working, demo.Served}

// does says what somebody does in a span.
func does(k demo.Kind) string {
	switch k {
	case demo.Waiting:
		return tr.T("waits")
	case demo.Silent:
		return tr.T("is silent")
	case demo.Served:
		return tr.T("is served")
	}
	return tr.T("works")
}

// used are the kinds that are in the result.
func used(r demo.Result) []demo.Kind {
	var found []demo.Kind
	for _, k := range kinds {
		if slices.ContainsFunc(r.Lanes, func(l demo.Lane) bool {
			return slices.ContainsFunc(l.Spans, func(s demo.Span) bool { return s.Kind == k })
		}) {
			found = append(found, k)
		}
	}
	return found
}

// value is a figure's value as people read it.
func value(f demo.Figure) string {
	switch {
	case f.Missing != "":
		return f.Missing
	case f.Text != "":
		return f.Text
	case f.Unit == "":
		return demo.Number(tr.Printer{}, f.Value)
	}
	return demo.Number(tr.Printer{}, f.Value) + " " + f.Unit
}

// isNumber reports whether the figure's value is one.
func isNumber(f demo.Figure) bool { return f.Missing == "" && f.Text == "" }

// millis is a time in words.
func millis(micros int64) string {
	return tr.T("%s ms", demo.Number(tr.Printer{}, float64(micros)/1000))
}
