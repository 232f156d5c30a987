package classreport

import (
	"cmp"
	"maps"
	"slices"

	"workbook/grader/course"
	"workbook/grader/likeness"
)

// A known is a known-wrong solution.
type known struct {
	course.Variant
	about  string
	prints likeness.Prints
}

// knownWrong reads the known-wrong solutions of an exercise.
func knownWrong(c *course.Course, ex *course.Exercise) ([]known, error) {
	variants, err := c.SolutionVariants(ex.ID)
	if err != nil {
		return nil, err
	}
	var all []known
	for _, v := range variants {
		if v.Right {
			continue
		}
		files, about := goFiles(v.Dir)
		all = append(all, known{v, about, likeness.Of(files)})
	}
	return all, nil
}

// near is how alike a submission and a known-wrong solution have to be for one to be
// called the other's mistake, when they fail at the same check.
const near = 0.35

// mistakes puts submissions together that fail alike: at a check that catches the same
// known-wrong solution, the nearest by its syntax; those that are near to none, by the
// check that stopped them.
func mistakes(subs []submission, all []known) []Mistake {
	groups := map[string]*Mistake{}
	for _, s := range subs {
		what, by := FirstFailure(&s.row.Exercise)
		if what == "" {
			continue
		}
		key, m := "check "+by, Mistake{About: what}
		if k, ok := nearest(s, all); ok {
			key, m = k.Name, Mistake{Name: k.Name, About: k.about}
		}
		if groups[key] == nil {
			groups[key] = &m
		}
		groups[key].Students = append(groups[key].Students, s.row.Student)
	}
	var list []Mistake
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		slices.Sort(groups[key].Students)
		list = append(list, *groups[key])
	}
	slices.SortStableFunc(list, func(a, b Mistake) int { return cmp.Compare(len(b.Students), len(a.Students)) })
	return list
}

func nearest(s submission, all []known) (best known, ok bool) {
	failed := failures(&s.row.Exercise)
	most := near
	for _, k := range all {
		if !slices.ContainsFunc(k.CaughtBy, func(by string) bool { return slices.Contains(failed, by) }) {
			continue
		}
		// Of both together, since one in the other would make the shortest the nearest.
		same := likeness.Compare(s.prints, k.prints, nil).Shared
		if union := len(s.prints) + len(k.prints) - same; union > 0 && float64(same)/float64(union) > most {
			most, best, ok = float64(same)/float64(union), k, true
		}
	}
	return best, ok
}
