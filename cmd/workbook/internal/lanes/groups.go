package lanes

import (
	"cmp"
	"slices"

	"workbook/grader/demo"
)

// groups are the lanes by group, with their marks and series. Of many lanes some are
// chosen.
func groups(r demo.Result) []group {
	var all []group
	for _, l := range r.Lanes {
		if n := len(all); n == 0 || all[n-1].name != l.Group {
			all = append(all, group{name: l.Group})
		}
		g := &all[len(all)-1]
		g.lanes = append(g.lanes, l)
	}
	for i := range all {
		g := &all[i]
		g.lanes, g.left = fold(g.lanes, shown)
		for _, m := range r.Marks {
			if m.Group == g.name {
				g.marks = append(g.marks, m)
			}
		}
		for _, s := range r.Series {
			if s.Group == g.name {
				g.series = append(g.series, s)
			}
		}
	}
	return all
}

// fold chooses so many lanes at most: of each note that there is one lane, as long as they are
// no more than half, and of the others those that ended first, last, and in equal distances
// between. It says how many it left out.
func fold(all []demo.Lane, most int) (chosen []demo.Lane, left int) {
	if len(all) <= most {
		return all, 0
	}
	byEnd := slices.SortedStableFunc(slices.Values(all), func(a, b demo.Lane) int { return cmp.Compare(end(a), end(b)) })
	keep, told := map[int]bool{}, map[string]bool{}
	for i, l := range byEnd {
		if l.Note != "" && !told[l.Note] && len(told) < most/2 {
			keep[i], told[l.Note] = true, true
		}
	}
	var others []int
	for i := range byEnd {
		if !keep[i] {
			others = append(others, i)
		}
	}
	room := most - len(keep)
	for n := range room {
		keep[others[n*(len(others)-1)/max(1, room-1)]] = true
	}
	for i, l := range byEnd {
		if keep[i] {
			chosen = append(chosen, l)
		}
	}
	return chosen, len(all) - len(chosen)
}
