package compare

import (
	"strings"
)

// What a row is worth in an alignment. The best alignment has the most equal lines, as
// the longest common subsequence has; then as many as possible of the others stand
// beside one that resembles them. A brace alone, or nothing, is no reason to align
// anything.
const (
	equalLine   = 1.0
	equalBrace  = 0.2
	equalBlank  = 0.05
	similarLine = 0.6 // times how similar, which is at least leastSimilar
)

const leastSimilar = 0.5

// tooMany pairs of lines are not looked at one by one: no exercise has as many, and
// what learners write has no limit.
const tooMany = 1 << 20

// align puts equal lines beside each other, and lines that resemble each other.
func align(mine, theirs []string) []Row {
	head := 0
	for head < len(mine) && head < len(theirs) && equal(mine[head], theirs[head]) {
		head++
	}
	tail := 0
	for tail < len(mine)-head && tail < len(theirs)-head &&
		equal(mine[len(mine)-1-tail], theirs[len(theirs)-1-tail]) {
		tail++
	}
	rows := make([]Row, 0, max(len(mine), len(theirs)))
	for i := range head {
		rows = append(rows, Row{i, i, true})
	}
	for _, r := range alignMiddle(mine[head:len(mine)-tail], theirs[head:len(theirs)-tail]) {
		if r.Mine >= 0 {
			r.Mine += head
		}
		if r.Theirs >= 0 {
			r.Theirs += head
		}
		rows = append(rows, r)
	}
	for i := range tail {
		rows = append(rows, Row{len(mine) - tail + i, len(theirs) - tail + i, true})
	}
	return rows
}

// alignMiddle finds the best alignment by dynamic programming: best[i][j] is the worth
// of that of the lines from i and j on.
func alignMiddle(mine, theirs []string) []Row {
	if len(mine)*len(theirs) > tooMany {
		return append(alone(len(mine), true), alone(len(theirs), false)...)
	}
	lines, others := words(mine), words(theirs)
	best, beside := table(len(mine)+1, len(theirs)+1), table(len(mine), len(theirs))
	for i := len(mine) - 1; i >= 0; i-- {
		for j := len(theirs) - 1; j >= 0; j-- {
			beside[i][j] = worth(mine[i], theirs[j], lines[i], others[j])
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if beside[i][j] > 0 {
				best[i][j] = max(best[i][j], beside[i][j]+best[i+1][j+1])
			}
		}
	}
	var rows []Row
	i, j := 0, 0
	for i < len(mine) && j < len(theirs) {
		switch {
		case beside[i][j] > 0 && best[i][j] == beside[i][j]+best[i+1][j+1]:
			rows = append(rows, Row{i, j, equal(mine[i], theirs[j])})
			i, j = i+1, j+1
		case best[i][j] == best[i+1][j]:
			rows = append(rows, Row{i, -1, false})
			i++
		default:
			rows = append(rows, Row{-1, j, false})
			j++
		}
	}
	for ; i < len(mine); i++ {
		rows = append(rows, Row{i, -1, false})
	}
	for ; j < len(theirs); j++ {
		rows = append(rows, Row{-1, j, false})
	}
	return rows
}

// alone are the rows of n lines that have nothing beside them.
func alone(n int, mine bool) []Row {
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = Row{Mine: -1, Theirs: i}
		if mine {
			rows[i] = Row{Mine: i, Theirs: -1}
		}
	}
	return rows
}

func worth(a, b string, words, others bag) float64 {
	switch {
	case !equal(a, b):
		if isComment(a) != isComment(b) {
			return 0
		}
		if share := words.shared(others); share >= leastSimilar {
			return similarLine * share
		}
		return 0
	case strings.TrimSpace(a) == "":
		return equalBlank
	case !hasWord(a):
		return equalBrace
	}
	return equalLine
}

// words are the bags of lines. In a line of comment every word counts.
func words(lines []string) []bag {
	out := make([]bag, len(lines))
	for i, line := range lines {
		if isComment(line) {
			line = strings.ReplaceAll(line, "//", "")
		}
		out[i] = bagOf([]string{line})
	}
	return out
}

func table(rows, columns int) [][]float64 {
	cells := make([]float64, rows*columns)
	out := make([][]float64, rows)
	for i := range out {
		out[i] = cells[i*columns : (i+1)*columns]
	}
	return out
}
