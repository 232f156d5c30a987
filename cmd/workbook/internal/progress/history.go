package progress

import (
	"cmp"
	"slices"
	"time"

	"workbook/grader/report"
)

// maxHistory is how many tries an [Entry] keeps. The file is written whole with each.
const maxHistory = 24

// A Try is an attempt as it is kept: when, and how far it came.
type Try struct {
	At      time.Time      `json:"at"`
	Verdict report.Verdict `json:"verdict"`
	Points  int            `json:"points,omitempty"`
}

// ran reports whether the try came as far as its checks. One that does not compile says
// nothing of how far the learner is.
func (t Try) ran() bool { return t.Verdict != report.CompileError && t.Verdict != report.Refused }

// Climb is the way up and down: the points of the tries that are kept, the oldest first,
// without those that did not come as far as checks and what only repeats the one before.
func (e Entry) Climb() []int {
	var out []int
	for _, t := range e.History {
		if t.ran() {
			out = append(out, t.Points)
		}
	}
	return slices.Compact(out)
}

// sparks are the heights of [Sparkline].
var sparks = []rune("▁▂▃▄▅▆▇█")

// Sparkline draws the points of the tries, one column each, the last that many at most.
// Only what has all points is as high as that. Where all are the same there is nothing to
// draw.
func Sparkline(tries []Try, points, columns int) string {
	tries = tries[max(0, len(tries)-columns):]
	if !slices.ContainsFunc(tries, func(t Try) bool { return t.Points != tries[0].Points }) {
		return ""
	}
	out := make([]rune, len(tries))
	for i, t := range tries {
		at := 0
		if points > 0 {
			at = max(0, min(t.Points, points)) * (len(sparks) - 1) / points
		}
		out[i] = sparks[at]
	}
	return string(out)
}

// mergeHistory is every try of both, the newest that many. Tries of the same moment are
// one.
func mergeHistory(a, b []Try) []Try {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(a, b Try) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(b.Verdict, a.Verdict), cmp.Compare(b.Points, a.Points))
	})
	all = slices.CompactFunc(all, func(a, b Try) bool { return a.At.Equal(b.At) })
	return newest(all)
}

// newest drops the oldest tries where there are too many. It shares nothing with its
// argument.
func newest(tries []Try) []Try {
	if len(tries) == 0 {
		return nil
	}
	return slices.Clone(tries[max(0, len(tries)-maxHistory):])
}
