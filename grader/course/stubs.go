package course

import (
	"fmt"
	"path"
)

// CheckStubs looks into the files that learners edit: each must exist, parse and
// be in the exercise's package. It is for those who write or release a course;
// on a learner's machine the same files hold work in progress. The error is
// [Problems].
func (c *Course) CheckStubs() error {
	var found collector
	for _, e := range c.Exercises {
		for _, base := range e.Files {
			name := path.Join("exercises", e.ID, base)
			file, fset := parseGo(&found, c.Root, name)
			if file != nil && file.Name.Name != e.Package {
				found.add(name, fset.Position(file.Name.Pos()).Line,
					fmt.Sprintf("the stub is in package %s, exercise.toml says %s", file.Name.Name, e.Package), "make them the same")
			}
		}
	}
	return found.err()
}
