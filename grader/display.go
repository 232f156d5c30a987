package grader

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"workbook/grader/internal/names"
)

// A display says how a submission's files are named to people. It is not part of package
// names, which every inside program links, and regexp is not wanted there.
type display struct {
	root    string // of the course, slash-separated
	dir     string // of the submission: "exercises/02_spawned"
	virtual *regexp.Regexp
}

func displayOf(root, dir, id string) display {
	return display{root: filepath.ToSlash(root), dir: displayDir(root, dir, id), virtual: virtualNames(id)}
}

// named turns the virtual names of the submission's files, and those of the
// reference that it stands in for, into the names that the learner knows. Hidden
// tests keep theirs, from the course on.
func (d display) named(text string) string {
	text = strings.ReplaceAll(text, d.root+"/", "")
	return d.virtual.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasSuffix(found, "_test.go") {
			return found
		}
		return d.dir + "/" + path.Base(found)
	})
}

// virtualNames matches a file in the folder that stands for the submission, with
// whatever path leads there.
func virtualNames(id string) *regexp.Regexp {
	halves := names.Solutions + "|" + names.Exercises + "|" + names.Visible
	return regexp.MustCompile(`(?:[^\s"'()]*/)?\b(?:` + halves + `)/` + regexp.QuoteMeta(id) + `/[^/\s:]+\.go`)
}

// displayDir names a folder as a person would: relative to the course where it
// lies inside it, as given where it does not. A path from the root of this machine
// says nothing to whoever gets the report on another one, and more than it should of
// who has made it: there the files are named as they stand in a course.
func displayDir(root, dir, id string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		if rel, err := filepath.Rel(root, abs); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	if filepath.IsAbs(dir) {
		return names.Names{ID: id}.Virtual()
	}
	return filepath.ToSlash(filepath.Clean(dir))
}
