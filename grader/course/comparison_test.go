package course_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// withComparison is the good course with a comparison.toml in its first exercise, and
// with comments in its known-right solutions.
func withComparison(t *testing.T, text string) string {
	t.Helper()
	root := extract(t, "good.txtar")
	folder := filepath.Join(root, "solutions", "01_echo")
	require.NoError(t, os.WriteFile(filepath.Join(folder, "comparison.toml"), []byte(text), 0o600))
	for name, comment := range map[string]string{
		"godoc": "// Package echo reads\n// and writes. It costs nothing.\n",
		"plain": "// A loop.\n",
		"mute":  "// Not about the package.\n\n",
	} {
		dir := filepath.Join(folder, "testdata", "right", name)
		require.NoError(t, os.MkdirAll(dir, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "echo.go"), []byte(comment+"package echo\n"), 0o600))
	}
	return root
}

func TestComparison(t *testing.T) {
	root := withComparison(t, "reference = \"\"\"It copies,\n  at once.\"\"\"\nstyles = [\"plain\", \"godoc\"]\n")
	c, err := course.Load(root)
	require.NoError(t, err)
	got, err := c.Comparison("01_echo")
	require.NoError(t, err)
	right := filepath.Join(root, "solutions", "01_echo", "testdata", "right")
	require.Equal(t, course.Comparison{
		Reference: "It copies, at once.",
		Styles: []course.Style{
			{Name: "plain", Dir: filepath.Join(right, "plain"), Says: "A loop."},
			{Name: "godoc", Dir: filepath.Join(right, "godoc"), Says: "Reads and writes. It costs nothing."},
		},
	}, got)
}

// Without a comparison.toml all known-right solutions are shown, with what they say.
func TestComparisonIsOptional(t *testing.T) {
	c, err := course.Load(extract(t, "good.txtar"))
	require.NoError(t, err)
	got, err := c.Comparison("01_echo")
	require.NoError(t, err)
	require.Empty(t, got.Reference)
	require.Len(t, got.Styles, 1)
	require.Equal(t, "plain", got.Styles[0].Name)
	got, err = c.Comparison("05_join")
	require.NoError(t, err)
	require.Empty(t, got.Styles)
}

// A copy that grades needs no known solutions.
func TestComparisonWithoutTestdata(t *testing.T) {
	root := withComparison(t, "reference = \"It copies.\"\nstyles = [\"plain\"]\n")
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions", "01_echo", "testdata")))
	c, err := course.Load(root)
	require.NoError(t, err)
	got, err := c.Comparison("01_echo")
	require.NoError(t, err)
	require.Equal(t, course.Comparison{Reference: "It copies."}, got)
}

func TestComparisonIsReadStrictly(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"no TOML", "styles = [\n", "solutions/01_echo/comparison.toml:"},
		{"another key", "stiles = []\n", `comparison.toml:1: unknown key "stiles"; did you mean styles?`},
		{"unknown", "\nstyles = [\"palin\"]\n", `comparison.toml:2: there is no known-right solution "palin"; did you mean plain?`},
		{"wrong ones", "styles = [\"late\"]\n", `comparison.toml:1: there is no known-right solution "late"`},
		{"twice", "styles = [\n  \"plain\",\n  \"plain\",\n]\n", `comparison.toml:3: "plain" is named twice`},
		{"says nothing", "styles = [\"mute\"]\n", "comparison.toml:1: mute: the solution has no comment that tells a learner about it; say before"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := course.Load(withComparison(t, test.text))
			require.ErrorContains(t, err, test.want)
		})
	}
}

// Each exercise of this course has a sentence about its reference, and some ways of
// others with what they do and, in a sentence more, what that trades.
func TestThisCourseCompares(t *testing.T) {
	root, err := course.Find(".")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	if !c.HasSolutions() {
		t.Skip("this copy of the course has no solutions")
	}
	sentences := regexp.MustCompile(`[.;:] \w`)
	for _, e := range c.Exercises {
		cmp, err := c.Comparison(e.ID)
		require.NoError(t, err)
		require.NotEmpty(t, cmp.Reference, e.ID)
		require.True(t, strings.HasSuffix(cmp.Reference, "."), "%s: %s", e.ID, cmp.Reference)
		require.GreaterOrEqual(t, len(cmp.Styles), 3, e.ID)
		require.LessOrEqual(t, len(cmp.Styles), 6, "%s: nobody reads them all", e.ID)
		for _, s := range cmp.Styles {
			require.True(t, strings.HasSuffix(s.Says, "."), "%s/%s: %s", e.ID, s.Name, s.Says)
			require.Regexp(t, sentences, s.Says, "%s/%s says what it does, and not what that trades", e.ID, s.Name)
			require.Less(t, len(s.Says), 330, "%s/%s: short", e.ID, s.Name)
		}
	}
}
