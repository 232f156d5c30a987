package scaffold

import (
	"path"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// Options say how an exercise is made.
type Options struct {
	Outside bool   // with an outside check and its subject
	Chapter string // its title, its number or the beginning of its title; empty means the last
}

// Made is what was made.
type Made struct {
	ID      string
	Chapter string   // its title
	Files   []string // slash-separated, relative to the course's root
}

// Has counts the folders of known-right or known-wrong solutions.
func (m Made) Has(sort string) int {
	folders := map[string]bool{}
	for _, name := range m.Files {
		if dir := path.Dir(name); path.Base(path.Dir(dir)) == sort && strings.Contains(dir, "/testdata/") {
			folders[dir] = true
		}
	}
	return len(folders)
}

// Exercise makes a whole exercise in a course, in both halves, and lists it. An id that
// cannot be used is an [*IDError]. Nothing that is there is written over, and after an
// error nothing is left of what was begun.
func Exercise(c *course.Course, id string, opt Options) (Made, error) {
	if err := checkID(c, id); err != nil {
		return Made{}, err
	}
	chapter, err := c.FindChapter(opt.Chapter)
	if err != nil {
		return Made{}, err
	}
	module, err := c.Module()
	if err != nil {
		return Made{}, err
	}
	pieces, err := exercise(valuesFor(id, module.Path, opt.Outside))
	if err != nil {
		return Made{}, tr.Errorf("making the exercise %s: %w", id, err)
	}
	var w writer
	if err := w.write(c.Root, pieces); err != nil {
		return Made{}, tr.Errorf("making the exercise %s: %w", id, err)
	}
	if err := c.AddExercise(chapter, id); err != nil {
		w.undo()
		return Made{}, err
	}
	return Made{ID: id, Chapter: c.Chapters[chapter].Title, Files: names(pieces)}, nil
}

func valuesFor(id, module string, outside bool) values {
	pkg := packageName(id)
	return values{
		ID: id, Package: pkg, Import: importName(pkg), File: pkg + ".go",
		Module: module, Outside: outside, Points: points(outside),
	}
}

func names(pieces []piece) []string {
	var list []string
	for _, p := range pieces {
		list = append(list, p.name)
	}
	slices.Sort(list)
	return list
}
