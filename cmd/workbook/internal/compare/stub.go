package compare

import "strings"

// foldedComment stands for comments that say nothing new.
const foldedComment = "// …"

// A given is what the learner found before the first edit.
type given struct {
	comments     map[string]bool // its lines of comment, without indentation
	declarations []declaration
}

func givenBy(stub []Source) given {
	g := given{comments: make(map[string]bool), declarations: declarations(stub)}
	for _, d := range g.declarations {
		g.know(d.lines)
	}
	return g
}

// know adds the comments among the lines.
func (g given) know(lines []string) {
	for _, line := range lines {
		if isComment(line) {
			g.comments[strings.TrimSpace(line)] = true
		}
	}
}

// declares reports whether the stub declares the same.
func (g given) declares(d declaration) bool {
	for _, known := range g.declarations {
		if known.sharesName(d) {
			return true
		}
	}
	return false
}

// fold replaces each run of lines of comment that come from the stub by one.
func (g given) fold(lines []string) []string {
	return fold(lines, func(_ int, line string) bool { return g.comments[strings.TrimSpace(line)] })
}

// docOf is the comment before a declaration.
func docOf(lines []string) []string {
	doc := 0
	for doc < len(lines) && (isComment(lines[doc]) || strings.TrimSpace(lines[doc]) == "") {
		doc++
	}
	return lines[:doc]
}

// foldDoc folds the comment before a declaration.
func foldDoc(lines []string) []string {
	doc := len(docOf(lines))
	return fold(lines, func(i int, line string) bool { return i < doc && isComment(line) })
}

func fold(lines []string, given func(i int, line string) bool) []string {
	var out []string
	folding := false
	for i, line := range lines {
		switch was := folding; {
		case !given(i, line):
			folding = false
			out = append(out, line)
		case !was:
			folding = true
			indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
			out = append(out, indent+foldedComment)
		}
	}
	return out
}

func isFolded(line string) bool { return strings.TrimSpace(line) == foldedComment }
