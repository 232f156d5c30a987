package stepping

import "slices"

// A Group is goroutines that stand alike: made at the same place, at the same line, and
// waiting for the same. All that have ended are one, but for those that panicked.
type Group struct {
	Standing       // of the first
	Members  []int // in order
}

// fewest is how many make a group; fewer stand for themselves.
const fewest = 3

// Groups folds standings into groups, each where its first member stands. Whoever runs is
// alone.
func (r *Record) Groups(all []Standing) []Group {
	type likeness struct {
		state      State
		file, on   string
		line, made int
		from       string
		between    bool
	}
	alike := make(map[likeness]int) // index in groups
	var groups []Group
	for _, s := range all {
		g := r.run.Goroutines[s.Goroutine]
		like := likeness{s.State, s.File, s.On, s.Line, g.Line, g.File, s.Between}
		if s.State == Ended && !s.Panicked() {
			like = likeness{state: Ended}
		}
		at, known := alike[like]
		if !known || s.State == Runs {
			alike[like] = len(groups)
			groups = append(groups, Group{Standing: s, Members: []int{s.Goroutine}})
			continue
		}
		groups[at].Members = append(groups[at].Members, s.Goroutine)
	}
	return unfolded(groups, all)
}

// unfolded takes groups apart that are too small to be one.
func unfolded(groups []Group, all []Standing) []Group {
	var out []Group
	for _, g := range groups {
		if len(g.Members) >= fewest {
			out = append(out, g)
			continue
		}
		for _, m := range g.Members {
			s, _ := Of(all, m)
			out = append(out, Group{Standing: s, Members: []int{m}})
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int { return a.Members[0] - b.Members[0] })
	return out
}

// Each are standings as groups of one.
func Each(all []Standing) []Group {
	out := make([]Group, len(all))
	for i, s := range all {
		out[i] = Group{Standing: s, Members: []int{s.Goroutine}}
	}
	return out
}
