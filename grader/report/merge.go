package report

import (
	"slices"
	"strings"
)

// Merge is one report on all that several say, in their order: of a class that was
// graded on several machines. Nothing of them is lost; what separated a submission from
// its machine, and the seed, are of each exercise.
func Merge(reports ...*Report) *Report {
	all := &Report{Schema: Schema, Exercises: []Exercise{}}
	for _, r := range reports {
		all.Exercises = append(all.Exercises, r.orEmpty().Exercises...)
	}
	return all
}

// A circumstance is how exercises were graded.
type circumstance struct {
	isolation string
	seed      uint64
	exercises []string // ids
}

// circumstances are the different ones of a report, in the order of their first
// exercises.
func (r *Report) circumstances() []circumstance {
	var all []circumstance
	for _, e := range r.orEmpty().Exercises {
		i := slices.IndexFunc(all, func(c circumstance) bool { return c.isolation == e.Isolation && c.seed == e.Seed })
		if i < 0 {
			i = len(all)
			all = append(all, circumstance{isolation: e.Isolation, seed: e.Seed})
		}
		all[i].exercises = append(all[i].exercises, e.ID)
	}
	return all
}

// isolation is that of all exercises; where they differ, each, with " | " between.
func (r *Report) isolation() string {
	var each []string
	for _, c := range r.circumstances() {
		if !slices.Contains(each, c.isolation) {
			each = append(each, c.isolation)
		}
	}
	return strings.Join(each, " | ")
}

// seed is that of all exercises, and 0 where they differ.
func (r *Report) seed() uint64 {
	var seed uint64
	for i, c := range r.circumstances() {
		if i > 0 && c.seed != seed {
			return 0
		}
		seed = c.seed
	}
	return seed
}
