package classreport

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"workbook/grader/course"
	"workbook/grader/likeness"
	"workbook/grader/report"
)

// An Alike is a group of students whose work is alike beyond what the stub and the
// reference have, too: each like at least one of the others.
type Alike struct {
	Students []string
	// A and B are the two that are most alike, by so much of the shorter one.
	A, B        string
	Percent     int
	Left, Right []Code
}

// Code is a line of source.
type Code struct {
	Number int
	Text   string
	Shared bool
}

const maxGroups = 40 // of one exercise, on the page

// alike finds the groups that a person should look at, the most alike first.
func alike(c *course.Course, ex *course.Exercise, subs []submission) (shown []Alike, more int) {
	stub, _ := goFiles(c.ExerciseDir(ex.ID))
	reference, _ := goFiles(c.SolutionDir(ex.ID))
	common := likeness.Of(stub).With(likeness.Of(reference))
	type pair struct {
		a, b int
		likeness.Alike
	}
	var pairs []pair
	own := make([]likeness.Prints, len(subs)) // of each, once for all pairs
	for i, s := range subs {
		own[i] = s.prints.Without(common)
	}
	for _, p := range candidates(own) {
		if subs[p[0]].row.Student == subs[p[1]].row.Student {
			continue
		}
		if same := likeness.Compare(own[p[0]], own[p[1]], nil); same.Suspicious() {
			pairs = append(pairs, pair{p[0], p[1], same})
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.Share(), x.Share()), cmp.Compare(y.Shared, x.Shared))
	})
	groups := newGroups(len(subs))
	var leaders []pair // of each group its most alike
	for _, p := range pairs {
		if !groups.grown(p.a) && !groups.grown(p.b) {
			leaders = append(leaders, p)
		}
		groups.join(p.a, p.b)
	}
	done := map[int]bool{}
	for _, p := range leaders {
		root := groups.root(p.a)
		if done[root] {
			continue // two groups that have become one
		}
		done[root] = true
		if len(shown) == maxGroups {
			more++
			continue
		}
		left, right := map[string]map[int]bool{}, map[string]map[int]bool{}
		for _, l := range p.Lines {
			mark(left, l.A)
			mark(right, l.B)
		}
		group := Alike{
			A: subs[p.a].row.Student, B: subs[p.b].row.Student, Percent: int(100 * p.Share()),
			Left: code(subs[p.a].files, left), Right: code(subs[p.b].files, right),
		}
		for i, s := range subs {
			if groups.root(i) == root {
				group.Students = append(group.Students, s.row.Student)
			}
		}
		shown = append(shown, group)
	}
	return shown, more
}

// groups are the parts of a set that hang together.
type groups struct{ parent, size []int }

func newGroups(n int) *groups {
	g := &groups{make([]int, n), make([]int, n)}
	for i := range n {
		g.parent[i], g.size[i] = i, 1
	}
	return g
}

func (g *groups) root(i int) int {
	for g.parent[i] != i {
		i = g.parent[i]
	}
	return i
}

// grown reports whether i hangs together with another one.
func (g *groups) grown(i int) bool { return g.size[g.root(i)] > 1 }

func (g *groups) join(a, b int) {
	a, b = g.root(a), g.root(b)
	if a == b {
		return
	}
	if g.size[a] < g.size[b] {
		a, b = b, a
	}
	g.parent[b] = a
	g.size[a] += g.size[b]
}

// candidates are the pairs that have a fingerprint in common which is rare, since what a
// twentieth of a class has written, people write; and those that have all in common.
func candidates(own []likeness.Prints) [][2]int {
	most := max(10, len(own)/20)
	holders := map[uint64][]int{}
	for i, prints := range own {
		for h := range prints {
			if len(holders[h]) <= most {
				holders[h] = append(holders[h], i)
			}
		}
	}
	seen := map[[2]int]bool{}
	var pairs [][2]int
	same := map[string]int{} // the first with these fingerprints
	for i, prints := range own {
		key := fmt.Sprint(slices.Sorted(maps.Keys(prints)))
		if first, ok := same[key]; ok {
			seen[[2]int{first, i}] = true // however many have handed in the same
			pairs = append(pairs, [2]int{first, i})
		} else {
			same[key] = i
		}
	}
	for _, list := range holders {
		if len(list) > most {
			continue
		}
		for i, b := range list {
			for _, a := range list[:i] {
				if p := [2]int{a, b}; !seen[p] {
					seen[p] = true
					pairs = append(pairs, p)
				}
			}
		}
	}
	slices.SortFunc(pairs, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return pairs
}

func mark(lines map[string]map[int]bool, l likeness.Lines) {
	if lines[l.File] == nil {
		lines[l.File] = map[int]bool{}
	}
	for n := l.First; n <= l.Last; n++ {
		lines[l.File][n] = true
	}
}

// maxCode bounds what is shown of one submission.
const maxCode = 400

func code(files map[string][]byte, shared map[string]map[int]bool) (all []Code) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if len(files) > 1 {
			all = append(all, Code{Text: "// " + name + ":"})
		}
		for i, l := range strings.Split(strings.TrimRight(string(files[name]), "\n"), "\n") {
			if len(all) == maxCode {
				return append(all, Code{Text: "…"})
			}
			all = append(all, Code{Number: i + 1, Text: report.Clip(report.Terminal(l), 160), Shared: shared[name][i+1]})
		}
	}
	return all
}
