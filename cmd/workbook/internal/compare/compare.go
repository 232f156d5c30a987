// Package compare puts two ways of writing the same Go package beside each other,
// declaration by declaration and line by line:
//
//	parts := compare.Packages(mine, theirs, stub)
//	lines := compare.Layout(parts, compare.Heads{Mine: "yours", Theirs: "reference"}, 120)
//
// Declarations belong together by name and receiver, and what is left over by what
// is in it, so that one that was renamed or moved still finds its counterpart. Both
// sides are formatted first: white space is no difference.
//
// The package knows no terminal and reads no files.
package compare

import "slices"

// A Source is a Go file.
type Source struct{ Name, Text string }

// A Part is a declaration, or what stands in for one, as both sides have it.
type Part struct {
	Title        string   // what it declares: "func serve", "type server"
	Renamed      string   // what it is called on their side, where that is different
	Mine, Theirs []string // its lines; none where it is missing
	Rows         []Row    // all lines of both in order, but for folded comments that one side has
}

// A Row is a line of one side or of both. Each is an index into the part's lines, and
// below zero where nothing stands beside the other.
type Row struct {
	Mine, Theirs int
	Same         bool // they differ in indentation at most
}

// Same reports whether nothing in the part differs.
func (p Part) Same() bool {
	for _, r := range p.Rows {
		if !r.Same {
			return false
		}
	}
	return true
}

// Packages compares the files of two packages. What both have from stub, which may be
// empty, is no difference: its comments are folded, and so are those before
// declarations on their side that it has too, on whichever side they stand. A file that does not parse is compared
// as a whole.
func Packages(mine, theirs, stub []Source) []Part {
	given := givenBy(stub)
	left, right := declarations(mine), declarations(theirs)
	for i, d := range right {
		if given.declares(d) {
			given.know(docOf(d.lines))
			right[i].lines = foldDoc(d.lines)
		}
	}
	for i := range left {
		left[i].lines = given.fold(left[i].lines)
	}
	var parts []Part
	for _, p := range order(left, right, pair(left, right)) {
		parts = append(parts, part(p.mine, p.theirs))
	}
	return parts
}

// part compares two declarations, of which one may be missing.
func part(mine, theirs *declaration) Part {
	var p Part
	if theirs != nil {
		p.Title, p.Theirs = theirs.title(), theirs.lines
	}
	if mine != nil {
		p.Title, p.Mine = mine.title(), mine.lines
		if theirs != nil && theirs.title() != p.Title {
			p.Renamed = theirs.title()
		}
	}
	p.Rows = slices.DeleteFunc(align(p.Mine, p.Theirs), p.silent)
	return p
}

// silent reports whether a row says no more than that one side has a comment folded.
func (p Part) silent(r Row) bool {
	switch {
	case r.Theirs < 0:
		return isFolded(p.Mine[r.Mine])
	case r.Mine < 0:
		return isFolded(p.Theirs[r.Theirs])
	}
	return false
}
