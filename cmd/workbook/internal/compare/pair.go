package compare

import (
	"cmp"
	"slices"
)

// Two declarations with different names belong together when they have at least this
// share of their words in common; less, when one of them is a method and only the
// type's name differs.
const (
	alike     = 0.55
	nameBonus = 0.3
)

// A couple is a declaration with its counterpart. One of them may be missing.
type couple struct{ mine, theirs *declaration }

// pair gives for each of mine the index of its counterpart, below zero for none.
func pair(mine, theirs []declaration) []int {
	to := make([]int, len(mine))
	taken := make([]bool, len(theirs))
	for i, m := range mine {
		to[i] = slices.IndexFunc(theirs, m.sharesName)
		if to[i] >= 0 && taken[to[i]] {
			to[i] = -1
		}
		if to[i] >= 0 {
			taken[to[i]] = true
		}
	}
	for _, c := range candidates(mine, theirs, to, taken) {
		if to[c.mine] < 0 && !taken[c.theirs] {
			to[c.mine], taken[c.theirs] = c.theirs, true
		}
	}
	return to
}

// A candidate is a pair that may belong together, with how much speaks for it.
type candidate struct {
	mine, theirs int
	score        float64
}

// candidates are those among what is left, the best first.
func candidates(mine, theirs []declaration, to []int, taken []bool) []candidate {
	bags := make(map[int]bag) // of theirs
	for j, t := range theirs {
		if !taken[j] {
			bags[j] = bagOf(t.lines)
		}
	}
	var out []candidate
	for i, m := range mine {
		if to[i] >= 0 {
			continue
		}
		words := bagOf(m.lines)
		for j := range theirs {
			t := theirs[j]
			if taken[j] || t.kind != m.kind {
				continue
			}
			score := words.shared(bags[j])
			if len(m.names) > 0 && len(t.names) > 0 && m.names[0] == t.names[0] {
				score += nameBonus
			}
			if score >= alike {
				out = append(out, candidate{i, j, score})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}

// order puts couples in the order of mine; what only they have stands behind what it
// follows on their side.
func order(mine, theirs []declaration, to []int) []couple {
	var out []couple
	matched := make([]bool, len(theirs))
	for _, j := range to {
		if j >= 0 {
			matched[j] = true
		}
	}
	theirsFrom := func(j int) {
		for ; j < len(theirs) && !matched[j]; j++ {
			out = append(out, couple{theirs: &theirs[j]})
		}
	}
	theirsFrom(0)
	for i, j := range to {
		if j < 0 {
			out = append(out, couple{mine: &mine[i]})
			continue
		}
		out = append(out, couple{&mine[i], &theirs[j]})
		theirsFrom(j + 1)
	}
	return out
}
