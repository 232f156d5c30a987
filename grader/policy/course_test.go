package policy_test

import (
	"go/build"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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

// The examples of the packages that a submission may import are honest code in
// many styles. Some are refused, for example those that open files; all others
// pass, and of none may the types stay unknown.
func TestExamplesOfTheStandardLibrary(t *testing.T) {
	imp := standard(t)
	clause := regexp.MustCompile(`(?m)^package (\w+)`)
	passed := 0
	for _, pkg := range policy.DefaultImports() {
		files, err := filepath.Glob(filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(pkg), "example*_test.go"))
		require.NoError(t, err)
		for _, name := range files {
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			m := clause.FindSubmatch(data)
			require.NotNil(t, m, name)
			src := &policy.Source{Files: []policy.File{{Name: "a.go", Data: data}}}
			rules := policy.Rules{Package: string(m[1]), Imports: []string{"runtime", "runtime/debug"}}
			syntax, refusals := policy.Check(src, rules)
			require.Empty(t, syntax, name)
			if len(refusals) == 0 {
				refusals, err = policy.CheckTypes(src, rules, imp)
				if err != nil && strings.Contains(err.Error(), "undefined: ") {
					continue // it shares a name with a file beside it
				}
				require.NoError(t, err, name)
			}
			for _, p := range refusals {
				require.Contains(t, []string{"directive", "import", "main-function", "member", "variable"}, p.Rule, "%s:%d: %s", name, p.Line, p.Message)
			}
			if len(refusals) == 0 {
				passed++
			}
		}
	}
	if passed == 0 {
		t.Skip("this Go installation has no source")
	}
	require.Greater(t, passed, 30)
	t.Log(passed, "passed")
}
