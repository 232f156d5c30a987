// Package lanes draws what a demo has measured: a line for each client, task or process,
// the figures, and the sentences that they make.
//
//	text := lanes.Text(result, lanes.Look{Width: 80})
//	svg := lanes.SVG(result)
//
// All groups of one result have the same scale, so that they can be compared by eye.
package lanes

import (
	"math"
	"slices"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/grader/demo"
)

// othersFrom is the share of the machine's processors from which on what other programs took
// of them is worth a sentence.
const othersFrom = 0.25

// sentences are what a result says.
func sentences(r demo.Result) []string {
	if r.Others < othersFrom {
		return r.Sentences
	}
	percent := int(math.Round(100 * r.Others))
	return append(slices.Clone(r.Sentences), tr.T("Other programs took %d %% of this machine's processors meanwhile: times are longer than on a quiet one.", percent))
}

// shown is how many lanes of a group are drawn, unless it is said; of more, so many are chosen.
const shown = 12

// A group is the lanes that share a clock.
type group struct {
	name   string
	lanes  []demo.Lane
	left   int // how many more there are
	marks  []demo.Mark
	series []demo.Series
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
	for _, m := range r.Marks {
		last = max(last, m.At)
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
		for _, s := range g.series {
			names = max(names, ansi.StringWidth(s.Name))
			notes = max(notes, ansi.StringWidth(peak(s)))
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
var kinds = []demo.Kind{demo.Waiting, demo.Silent, demo.Working, demo.Stopping, demo.Served}

// does says what somebody does in a span.
func does(k demo.Kind) string {
	switch k {
	case demo.Waiting:
		return tr.T("waits")
	case demo.Silent:
		return tr.T("is silent")
	case demo.Served:
		return tr.T("is served")
	case demo.Stopping:
		return tr.T("was asked to stop")
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

// most is the greatest value of a series.
func most(s demo.Series) float64 {
	top := 0.0
	for _, p := range s.Points {
		top = max(top, p.Value)
	}
	return top
}

// peak says it in words.
func peak(s demo.Series) string { return tr.T("at most %s", demo.Number(tr.Printer{}, most(s))) }

// last is what the number is in the end.
func last(s demo.Series) float64 {
	if len(s.Points) == 0 {
		return 0
	}
	return s.Points[len(s.Points)-1].Value
}
