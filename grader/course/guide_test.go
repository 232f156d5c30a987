package course_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/internal/limits"
)

// guideBlock gives the indented lines of a section of the guide.
func guideBlock(t *testing.T, heading string) string {
	t.Helper()
	_, section, ok := strings.Cut(course.Guide, "\n# "+heading+"\n")
	require.True(t, ok, "the guide has no section %q", heading)
	section, _, _ = strings.Cut(section, "\n# ")
	var block []string
	for _, line := range strings.Split(section, "\n") {
		if code, ok := strings.CutPrefix(line, "    "); ok {
			block = append(block, code)
		}
	}
	return strings.Join(block, "\n") + "\n"
}

// guideCourse lays out the course that the guide describes.
func guideCourse(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, map[string]string{
		"exercises/course.toml":                                     guideBlock(t, "exercises/course.toml"),
		"exercises/course.de.toml":                                  guideBlock(t, "exercises/course.LANG.toml"),
		"exercises/02_spawned/exercise.toml":                        guideBlock(t, "exercises/ID/exercise.toml"),
		"exercises/02_spawned/exercise.de.toml":                     guideBlock(t, "exercises/ID/exercise.LANG.toml"),
		"exercises/02_spawned/lesson.md":                            "# A lesson\n---\n# The schedule that you did not think of\n",
		"exercises/02_spawned/echo.go":                              "package spawned\n",
		"solutions/02_spawned/echo.go":                              "package spawned\n",
		"solutions/02_spawned/echo_test.go":                         "package spawned\n\nimport \"testing\"\n\nfunc TestSilentClient(t *testing.T) {}\n",
		"solutions/02_spawned/contract.toml":                        guideBlock(t, "solutions/ID/contract.toml"),
		"solutions/02_spawned/comparison.toml":                      guideBlock(t, "solutions/ID/comparison.toml"),
		"solutions/02_spawned/testdata/right/errgroup/echo.go":      "// It waits.\npackage spawned\n",
		"solutions/02_spawned/testdata/right/server_type/echo.go":   "// It remembers.\npackage spawned\n",
		"solutions/02_spawned/testdata/wrong/one_at_a_time/echo.go": guideBlock(t, "Known-right and known-wrong solutions") + "package spawned\n",
	})
	return root
}

// What the guide shows is taken by those who read such files.
func TestGuideIsTaken(t *testing.T) {
	root := guideCourse(t)
	c, err := course.Load(root)
	require.NoError(t, err)
	e, err := c.Exercise("02_spawned")
	require.NoError(t, err)
	require.Equal(t, 100, e.Points())
	require.Equal(t, course.Limits{WallSeconds: limits.WallSeconds, MemoryMiB: limits.MemoryMiB, OutputKiB: limits.OutputKiB}, e.Limits,
		"the guide gives the defaults")
	require.Equal(t, []course.Replay{{Page: "The schedule that you did not think of", Wrong: "one_at_a_time", Check: "TestSilentClient", Schedule: 17}}, e.Replays)
	sentences, problems := c.Contract("02_spawned")
	require.Empty(t, problems)
	require.Len(t, sentences, 2)
	cmp, err := c.Comparison("02_spawned")
	require.NoError(t, err)
	require.NotEmpty(t, cmp.Reference)
	require.Len(t, cmp.Styles, 2)
	in, err := c.In(first("de"))
	require.NoError(t, err)
	require.Equal(t, "Starten", in.Chapters[0].Title)
	require.NotEqual(t, c.Title, in.Title)
	translated, err := in.Exercise("02_spawned")
	require.NoError(t, err)
	require.NotEqual(t, e.Title, translated.Title)
	require.NotEqual(t, e.Checks[0].Title, translated.Checks[0].Title)
}

var keysHere = regexp.MustCompile(`the keys here are (.*)$`)

// Every key that is read is in the guide: a key that nobody knows is answered with those
// that there are.
func TestGuideHasEveryKey(t *testing.T) {
	const none = "zzzzzzzz"
	for file, heading := range map[string]string{
		"exercises/course.toml":                 "exercises/course.toml",
		"exercises/course.de.toml":              "exercises/course.LANG.toml",
		"exercises/02_spawned/exercise.toml":    "exercises/ID/exercise.toml",
		"exercises/02_spawned/exercise.de.toml": "exercises/ID/exercise.LANG.toml",
		"solutions/02_spawned/contract.toml":    "solutions/ID/contract.toml",
		"solutions/02_spawned/comparison.toml":  "solutions/ID/comparison.toml",
	} {
		root := guideCourse(t)
		shown := guideBlock(t, heading)
		asking := none + " = 1\n" + regexp.MustCompile(`(?m)^\[.*$`).ReplaceAllString(shown, "$0\n"+none+" = 1")
		write(t, root, map[string]string{file: asking})
		problems := allProblems(t, root)
		tables := 0
		for _, p := range problems {
			m := keysHere.FindStringSubmatch(p.Fix)
			if m == nil {
				continue
			}
			tables++
			for _, key := range strings.Split(m[1], ", ") {
				require.Regexp(t, fmt.Sprintf(`(?m)^(\[+)?%s(\]+)?\s*(=|$|#)`, key), shown, "%s has a key %q", file, key)
			}
		}
		require.Equal(t, 1+len(regexp.MustCompile(`(?m)^\[`).FindAllString(shown, -1)), tables, "%s: %v", file, problems)
	}
}

// allProblems are those of a course or, when it has none, of what is read beside it.
func allProblems(t *testing.T, root string) course.Problems {
	t.Helper()
	c, err := course.Load(root)
	var problems course.Problems
	if errors.As(err, &problems) {
		return problems
	}
	require.NoError(t, err)
	_, problems = c.Contract("02_spawned")
	var ofTranslations course.Problems
	if _, err := c.In(first("de")); err != nil {
		require.ErrorAs(t, err, &ofTranslations)
	}
	return slices.Concat(problems, ofTranslations)
}
