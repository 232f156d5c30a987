package stepping

import (
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/report"
)

// A Moment is something that was seen from outside: what clients did and got, and what was
// printed.
type Moment struct {
	Step int // in which it was seen
	Text string
}

// World are all moments up to the end of a step, in order. The last of them are what the
// step itself did.
func (r *Record) World(i int) []Moment {
	after, _ := slices.BinarySearchFunc(r.world, i+1, func(m Moment, step int) int { return m.Step - step })
	return r.world[:after]
}

// In are the moments of a step.
func (r *Record) In(i int) []Moment {
	all := r.World(i)
	from, _ := slices.BinarySearchFunc(all, i, func(m Moment, step int) int { return m.Step - step })
	return all[from:]
}

// seen are the moments of all steps.
func (r *Record) seen() []Moment {
	var all []Moment
	for i, s := range r.run.Steps {
		for _, words := range wording.Seen(&r.run, s) {
			all = append(all, Moment{i, words})
		}
		for line := range strings.Lines(report.Terminal(s.Output)) {
			if line = strings.TrimRight(line, "\n"); strings.TrimSpace(line) != "" {
				all = append(all, Moment{i, tr.T("printed: %s", report.OneLine(line))})
			}
		}
	}
	return all
}
