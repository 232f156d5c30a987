// Package policy decides whether a submission may be compiled and run at all.
//
// [Read] takes the submission's Go files out of a folder, and only those: no
// links, no tests, no sub-packages, no build constraints. [Check] then looks at
// the source without compiling it and refuses what no exercise asks for: imports
// beyond the allowed ones, compiler directives, assignments to the variables of
// other packages and the like. [CheckTypes] comes after the compiler has accepted
// the submission, and refuses what can be told only from types: the methods and
// fields that are used, however they are selected. Every refusal is a sentence
// with its place, its reason and what to do instead.
//
// The rules keep a submission from reaching what is not its own; they say
// nothing about whether it is right. They stand in one table, which [List]
// shows, so that people can read them and the next one is easy to add. They are one of
// several fences: the code that passes still runs with limits, in a process of
// its own.
package policy

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"

	"workbook/grader/report"
)

// How many problems are told at once. What comes after is of little use to
// anybody and may be many.
const (
	maxProblems     = 50
	maxSyntaxErrors = 10
)

// Rules say what one exercise expects of a submission.
type Rules struct {
	Package string   // the package that every file must be in
	Imports []string // allowed beyond the default list, see [Allowed]
	Module  string   // of the course, whose packages are not the submission's; may be empty
}

// Check applies the rules to a submission. It never compiles or runs anything,
// and its time is in proportion to the size of the source, which [Read] bounds.
// It is safe for concurrent use.
//
// refusals are the places where a rule is broken. syntax says why the source
// does not parse; it is empty when there are refusals, because those come first.
// A submission may be compiled only when both are empty: the rules that need the
// parsed source have not seen one that does not parse. Both are sorted by file
// and line.
func Check(src *Source, rules Rules) (syntax, refusals []report.Problem) {
	s := newSubmission(src, rules)
	for _, r := range table {
		if r.text != nil {
			s.apply(r, r.text)
		}
	}
	if s.unparsable {
		return nil, sorted(s.refusals, maxProblems)
	}
	if syntax = s.parse(); len(syntax) == 0 {
		for _, r := range table {
			if r.tree != nil {
				s.apply(r, r.tree)
			}
		}
	}
	if len(s.refusals) > 0 {
		return nil, sorted(s.refusals, maxProblems)
	}
	return sorted(syntax, maxSyntaxErrors), nil
}

// submission is the state of one Check.
type submission struct {
	rules    Rules
	fset     *token.FileSet
	files    []*file
	refusals []report.Problem

	unparsable bool // something is nested so deep that no parser should see it

	objects map[string]*ast.Object // what the package declares at top level
	sizes   sizes

	literals int64 // elements of the literals that were counted so far
	allText  int64 // names of the types that were written out so far

	typed *typed // nil before types are known
}

// A file is one source file while it is checked.
type file struct {
	sub     *submission
	name    string // in the submission's folder
	display string // for people
	data    []byte
	pos     *token.File       // of the tokens, before the parser
	ast     *ast.File         // nil until parsed
	imports map[string]string // what an identifier imports: "rand" -> "math/rand/v2"

	rule rule // the one being applied
}

func newSubmission(src *Source, rules Rules) *submission {
	s := &submission{rules: rules, fset: token.NewFileSet(), objects: map[string]*ast.Object{}, sizes: newSizes()}
	for _, f := range src.Files {
		pos := s.fset.AddFile(f.Name, -1, len(f.Data))
		pos.SetLinesForContent(f.Data)
		s.files = append(s.files, &file{sub: s, name: f.Name, display: src.Display(f.Name), data: f.Data, pos: pos})
	}
	return s
}

func (s *submission) apply(r rule, check func(*file)) {
	for _, f := range s.files {
		f.rule = r
		check(f)
	}
}

// refuse notes that the rule being applied is broken at pos.
func (f *file) refuse(pos token.Pos, message, hint string) {
	// Not the adjusted position: a //line directive must not move a refusal.
	p := f.sub.fset.PositionFor(pos, false)
	f.sub.refusals = append(f.sub.refusals, report.Problem{
		File: f.display, Line: p.Line, Column: p.Column,
		Message: message, Rule: f.rule.name, Hint: hint,
	})
}

// refusef is refuse with a formatted message; the hint comes before the format.
func (f *file) refusef(pos token.Pos, hint, format string, args ...any) {
	f.refuse(pos, fmt.Sprintf(format, args...), hint)
}

// parse parses every file, and says why those fail that do.
func (s *submission) parse() []report.Problem {
	var problems []report.Problem
	for _, f := range s.files {
		// With the parser's resolution of identifiers: it tells an import from a
		// variable of the same name, and needs no type checker, which hostile
		// source can keep busy for long.
		tree, err := parser.ParseFile(s.fset, f.name, f.data, parser.ParseComments)
		var list scanner.ErrorList
		switch {
		case errors.As(err, &list):
			for _, e := range list {
				problems = append(problems, report.Problem{File: f.display, Line: e.Pos.Line, Column: e.Pos.Column, Message: e.Msg})
			}
		case err != nil:
			problems = append(problems, report.Problem{File: f.display, Message: err.Error()})
		default:
			f.ast = tree
			f.imports = importNames(tree)
			for name, object := range tree.Scope.Objects {
				s.objects[name] = object
			}
		}
	}
	return problems
}

// sorted gives at most limit problems in order of file, line and column. When
// some are left out, the last one says how many.
func sorted(problems []report.Problem, limit int) []report.Problem {
	slices.SortStableFunc(problems, func(a, b report.Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	problems = slices.Compact(problems)
	if len(problems) <= limit {
		return problems
	}
	kept := slices.Clone(problems[:limit])
	last := &kept[limit-1]
	last.Message = fmt.Sprintf("%s (%d more problems are not shown.)", last.Message, len(problems)-limit)
	return kept
}
