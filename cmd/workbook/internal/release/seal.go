package release

import (
	"context"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// sealRules decide over the files that a sealed course has: what grading needs, and
// nothing besides. The first that fits does, and a file that none fits stays.
var sealRules = []rule{
	{inside("testdata"), false, tr.Mark("known solutions and what tests read: no verdict needs them")},
	{under("exercises"), true, tr.Mark("what is graded, and by which checks")},
	{func(name string) bool { id, ok := exerciseOf(name); return ok && id != "" && under("solutions")(name) }, true, tr.Mark("references and hidden tests, with what they share")},
	{ending("_test.go"), false, tr.Mark("tests of the workbook")},
	{under("grader"), true, tr.Mark("the kit that hidden tests are built with")},
	{is("go.mod", "go.sum"), true, tr.Mark("what they are built with")},
}

// Sealable are the files of a course that grading needs, the hidden half among them, as
// git has them.
func Sealable(ctx context.Context, c *course.Course) (map[string][]byte, error) {
	src, err := readSource(ctx, c.Root)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, name := range src.names() {
		for _, r := range sealRules {
			if r.fits(name) {
				if r.goes {
					names = append(names, name)
				}
				break
			}
		}
	}
	t := tree{}
	if err := src.read(names, t); err != nil {
		return nil, err
	}
	if len(t) == 0 {
		return nil, tr.Errorf("git tracks nothing of the course in %s; `git add` it first", c.Root)
	}
	files := make(map[string][]byte, len(t))
	for name, f := range t {
		files[name] = f.data
	}
	return files, nil
}
