package policy_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/policy"
)

// The course's own solutions are what people write: every one passes, but for
// those that are there to be refused.
func TestSolutionsOfTheCourse(t *testing.T) {
	root, err := course.Find(".")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	if !c.HasSolutions() {
		t.Skip("this copy of the course has no solutions")
	}
	imp := standard(t)
	for _, e := range c.Exercises {
		variants, err := c.SolutionVariants(e.ID)
		require.NoError(t, err)
		variants = append(variants,
			course.Variant{Name: "reference", Dir: c.SolutionDir(e.ID), Right: true})
		for _, v := range variants {
			t.Run(e.ID+"/"+filepath.Base(v.Name), func(t *testing.T) {
				src, problems := policy.Read(v.Dir, "")
				rules := policy.Rules{Package: e.Package, Imports: e.Imports}
				syntax, refusals := policy.Check(src, rules)
				refusals = append(problems, refusals...)
				if len(syntax)+len(refusals) == 0 && !slices.Contains(v.CaughtBy, "compile") {
					refusals, err = policy.CheckTypes(src, rules, imp)
					require.NoError(t, err)
				}
				switch {
				case slices.Contains(v.CaughtBy, "policy"):
					require.NotEmpty(t, refusals)
				case slices.Contains(v.CaughtBy, "compile"):
					require.Empty(t, refusals)
				default:
					require.Empty(t, refusals)
					require.Empty(t, syntax)
				}
			})
		}
	}
}
