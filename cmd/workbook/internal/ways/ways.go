// Package ways reads in which ways an exercise was solved: the learner's, the
// reference's and those of others, and compares them.
//
//	all, err := ways.Read(c, e)
//	lines := all[0].Lines(width) // the learner's beside the reference
package ways

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/compare"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
)

// maxFile bounds what is read of one file.
const maxFile = 1 << 20

// ErrNoSolutions says that the course came without its other half.
var ErrNoSolutions = tr.Error("this copy of the course has no solutions")

// A Way is one way of solving an exercise, beside the learner's.
type Way struct {
	Name  string // the folder's name; empty for the reference
	Says  string // what it does, and what that trades; may be empty
	Place string // where it lies, from the course's root
	Files []compare.Source
	Parts []compare.Part
}

// Title is what people call it.
func (w Way) Title() string {
	if w.Name == "" {
		return tr.T("reference")
	}
	return strings.ReplaceAll(w.Name, "_", " ")
}

// Lines are the learner's code and this beside each other.
func (w Way) Lines(width int) []lesson.Line {
	return compare.Layout(w.Parts, compare.Heads{Mine: tr.T("yours"), Theirs: w.Title()}, width)
}

// Spoken is the comparison in words.
func (w Way) Spoken() []string {
	whose := w.Title()
	if w.Name == "" {
		whose = tr.T("the reference")
	}
	return compare.Spoken(w.Parts, compare.Heads{Mine: tr.T("yours"), Theirs: whose})
}

// Read reads all ways that are to be shown of an exercise, the reference first.
func Read(c *course.Course, e *course.Exercise) ([]Way, error) {
	if !c.HasSolutions() {
		return nil, tr.Errorf("%w: there is no folder %s", ErrNoSolutions, filepath.Join(c.Root, "solutions"))
	}
	cmp, err := c.Comparison(e.ID)
	if err != nil {
		return nil, err
	}
	mine, err := sources(c.Root, c.ExerciseDir(e.ID))
	if err != nil {
		return nil, tr.Errorf("reading your files: %w", err)
	}
	given := stub(c, e)
	reference := course.Style{Dir: c.SolutionDir(e.ID), Says: cmp.Reference}
	var all []Way
	for _, s := range slices.Insert(cmp.Styles, 0, reference) {
		w := Way{Name: s.Name, Says: s.Says, Place: place(c.Root, s.Dir)}
		if w.Files, err = sources(c.Root, s.Dir); err != nil {
			return nil, tr.Errorf("reading the %s: %w", w.Title(), err)
		}
		if len(w.Files) == 0 {
			return nil, tr.Errorf("there is no %s for %s: %s has no Go file", w.Title(), e.ID, w.Place)
		}
		w.Parts = compare.Packages(mine, w.Files, given)
		all = append(all, w)
	}
	return all, nil
}

// stub is what the learner found. Without a copy of it nothing is folded.
func stub(c *course.Course, e *course.Exercise) []compare.Source {
	kept, err := backup.Kept(c, e)
	if err != nil {
		return nil
	}
	var out []compare.Source
	for _, name := range e.Files {
		out = append(out, compare.Source{Name: name, Text: string(kept[name])})
	}
	return out
}

// sources reads the Go files of a folder, but no tests.
func sources(root, dir string) ([]compare.Source, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []compare.Source
	for _, entry := range entries {
		name := entry.Name()
		if !entry.Type().IsRegular() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if info, err := entry.Info(); err != nil || info.Size() > maxFile {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		out = append(out, compare.Source{Name: place(root, filepath.Join(dir, name)), Text: string(data)})
	}
	return out, nil
}

// place is a path as people write it, from the course's root.
func place(root, path string) string {
	if rel, err := filepath.Rel(root, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}
