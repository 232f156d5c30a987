// Package likeness says how alike two solutions are, whatever they call things.
//
//	a := likeness.Of(filesOfAda)
//	b := likeness.Of(filesOfBob)
//	common := likeness.Of(stub).With(likeness.Of(reference))
//	alike := likeness.Compare(a, b, common)
//	if alike.Suspicious() { … }
//
// The source is read as tokens, without comments, in which names that the author has
// chosen and the values of literals count for nothing, and in which functions may stand
// in any order. Hashes of runs of tokens are thinned out by winnowing, so that a shared
// passage of [Guaranteed] tokens or more is always seen; see Schleimer, Wilkerson and
// Aiken, Winnowing: Local Algorithms for Document Fingerprinting, 2003.
//
// That two solutions are alike proves nothing: there are not many ways to write a short
// function. It says where to look.
package likeness

import (
	"go/ast"
	"go/parser"
	"go/token"
	"hash/fnv"
	"maps"
	"slices"
)

const (
	run    = 14 // tokens of one hash
	window = 8  // hashes, of which one is kept

	// Guaranteed is how many tokens in a row two sources have to share for it to be
	// seen in any case.
	Guaranteed = run + window - 1
)

// Prints are the fingerprints of a source: hashes, each with the lines of its first
// place. They do not change.
type Prints map[uint64]Lines

// Lines is a passage of a source.
type Lines struct {
	File        string
	First, Last int
}

// Of gives the fingerprints of the Go files, by name. A file that cannot be parsed is
// read as far as it can.
func Of(files map[string][]byte) Prints {
	p := Prints{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fset := token.NewFileSet()
		f, _ := parser.ParseFile(fset, name, files[name], parser.SkipObjectResolution)
		if f == nil {
			continue
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
				continue
			}
			p.add(name, fset, tokensOf(d))
		}
	}
	return p
}

// With is both: what the two have.
func (p Prints) With(others ...Prints) Prints {
	all := maps.Clone(p)
	for _, o := range others {
		maps.Copy(all, o)
	}
	return all
}

// Without is p less what is in common.
func (p Prints) Without(common Prints) Prints {
	if len(common) == 0 {
		return p
	}
	left := Prints{}
	for h, at := range p {
		if _, ok := common[h]; !ok {
			left[h] = at
		}
	}
	return left
}

// add winnows the tokens of one declaration, so that its place among others does not
// matter.
func (p Prints) add(file string, fset *token.FileSet, tokens []lexeme) {
	var hashes []uint64
	for i := 0; i+run <= len(tokens); i++ {
		h := fnv.New64a()
		for _, t := range tokens[i : i+run] {
			h.Write([]byte(t.text))
			h.Write([]byte{0})
		}
		hashes = append(hashes, h.Sum64())
	}
	kept := -1
	for i := 0; i < len(hashes); i++ {
		if i+window > len(hashes) && kept >= 0 {
			break
		}
		end := min(i+window, len(hashes))
		least := i
		for j := i; j < end; j++ {
			if hashes[j] <= hashes[least] { // of equal ones the last, as the paper has it
				least = j
			}
		}
		if least == kept {
			continue
		}
		kept = least
		if _, ok := p[hashes[least]]; !ok {
			p[hashes[least]] = Lines{file, fset.Position(tokens[least].pos).Line, fset.Position(tokens[least+run-1].pos).Line}
		}
	}
}

// An Alike says how much two sources have in common.
type Alike struct {
	Shared int // fingerprints in both
	Of     int // in the smaller one
	Lines  []Pair
}

// A Pair is a passage that stands in both.
type Pair struct{ A, B Lines }

// Share is the part of the smaller source that stands in the other one, from 0 to 1.
func (a Alike) Share() float64 {
	if a.Of == 0 {
		return 0
	}
	return float64(a.Shared) / float64(a.Of)
}

// What is suspicious. Over the known-right solutions of this course, which were written
// to differ, TestFalseAlarms measures how often two of them are.
const (
	leastShared = 8   // fingerprints: less is a short function that has one form
	leastShare  = 0.7 // of the smaller source
)

// Suspicious reports whether a person should look at the two.
func (a Alike) Suspicious() bool { return a.Shared >= leastShared && a.Share() >= leastShare }

// Compare compares two sources. What is in common, such as the stub and the reference,
// does not count.
func Compare(a, b, common Prints) Alike {
	a, b = a.Without(common), b.Without(common)
	all := Alike{Of: min(len(a), len(b))}
	for h, at := range a {
		if other, ok := b[h]; ok {
			all.Shared++
			all.Lines = append(all.Lines, Pair{at, other})
		}
	}
	slices.SortFunc(all.Lines, func(x, y Pair) int {
		if x.A.File != y.A.File {
			if x.A.File < y.A.File {
				return -1
			}
			return 1
		}
		return x.A.First - y.A.First
	})
	return all
}
