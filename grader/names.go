package grader

import (
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// names say what a submission's files are called: to tools and hidden tests they lie in
// the reference's place, and a person knows them by another name.
type names struct {
	root    string // of the course
	display string // of the submission's folder: "exercises/02_spawned"
	virtual *regexp.Regexp
}

func namesOf(root, dir, id string) names {
	return names{root: root, display: displayDir(root, dir, id), virtual: virtualNames(id)}
}

// name turns the virtual names of the submission's files, and those of the
// reference that it stands in for, into the names that the learner knows. Hidden
// tests keep theirs, from the course on.
func (n names) name(s string) string {
	s = strings.ReplaceAll(s, filepath.ToSlash(n.root)+"/", "")
	return n.virtual.ReplaceAllStringFunc(s, func(found string) string {
		if strings.HasSuffix(found, "_test.go") {
			return found
		}
		return n.display + "/" + path.Base(found)
	})
}

// virtualNames matches a file in the folder that stands for the submission, with
// whatever path leads there.
func virtualNames(id string) *regexp.Regexp {
	return regexp.MustCompile(`(?:[^\s"'()]*/)?\b(?:solutions|exercises)/` + regexp.QuoteMeta(id) + `/[^/\s:]+\.go`)
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
		return "exercises/" + id
	}
	return filepath.ToSlash(filepath.Clean(dir))
}
