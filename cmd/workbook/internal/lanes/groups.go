package lanes

import (
	"cmp"
	"slices"

	"workbook/grader/demo"
)

// groups are the lanes by group, most of each at most, with their marks and series.
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
		g := &all[i]
		g.lanes, g.left = fold(g.lanes, max(most, 2))
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

// fold chooses so many lanes at most: those that ended first, last, and in equal distances
// between. A lane with a note that would not be seen takes the place of one beside it. It says
// how many lanes are left out.
func fold(all []demo.Lane, most int) (chosen []demo.Lane, left int) {
	if len(all) <= most {
		return all, 0
	}
	byEnd := slices.SortedStableFunc(slices.Values(all), func(a, b demo.Lane) int { return cmp.Compare(end(a), end(b)) })
	picked := make([]int, most)
	seen := map[string]int{} // how many lanes with a note are chosen
	for i := range picked {
		picked[i] = i * (len(byEnd) - 1) / (most - 1)
		seen[byEnd[picked[i]].Note]++
	}
	for i, l := range byEnd {
		if l.Note == "" || seen[l.Note] > 0 {
			continue
		}
		if at := beside(byEnd, picked, seen, i); at >= 0 {
			seen[byEnd[picked[at]].Note]--
			seen[l.Note]++
			picked[at] = i
		}
	}
	slices.Sort(picked)
	for _, i := range picked {
		chosen = append(chosen, byEnd[i])
	}
	return chosen, len(all) - most
}

// beside is the place of the chosen lane nearest to lane i that can be done without: not the
// first or the last, and not the only one with its note. It is -1 when there is none.
func beside(byEnd []demo.Lane, picked []int, seen map[string]int, i int) int {
	best, distance := -1, len(byEnd)
	for at := 1; at < len(picked)-1; at++ {
		note := byEnd[picked[at]].Note
		if d := max(i-picked[at], picked[at]-i); d < distance && (note == "" || seen[note] > 1) {
			best, distance = at, d
		}
	}
	return best
}
