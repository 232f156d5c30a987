package course_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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
	for name, text := range map[string]string{
		"exercises/course.toml":                                     guideBlock(t, "exercises/course.toml"),
		"exercises/02_spawned/exercise.toml":                        guideBlock(t, "exercises/ID/exercise.toml"),
		"exercises/02_spawned/lesson.md":                            "# A lesson\n",
		"exercises/02_spawned/echo.go":                              "package spawned\n",
		"solutions/02_spawned/echo.go":                              "package spawned\n",
		"solutions/02_spawned/echo_test.go":                         "package spawned\n\nimport \"testing\"\n\nfunc TestSilentClient(t *testing.T) {}\n",
		"solutions/02_spawned/contract.toml":                        guideBlock(t, "solutions/ID/contract.toml"),
		"solutions/02_spawned/testdata/wrong/one_at_a_time/echo.go": guideBlock(t, "Known-right and known-wrong solutions") + "package spawned\n",
	} {
		write(t, root, name, text)
	}
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	file := filepath.Join(root, filepath.FromSlash(name))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
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
	sentences, problems := c.Contract("02_spawned")
	require.Empty(t, problems)
	require.Len(t, sentences, 2)
}

var keysHere = regexp.MustCompile(`the keys here are (.*)$`)

// Every key that is read is in the guide: a key that nobody knows is answered with those
// that there are.
func TestGuideHasEveryKey(t *testing.T) {
	const none = "zzzzzzzz"
	for file, heading := range map[string]string{
		"exercises/course.toml":              "exercises/course.toml",
		"exercises/02_spawned/exercise.toml": "exercises/ID/exercise.toml",
		"solutions/02_spawned/contract.toml": "solutions/ID/contract.toml",
	} {
		root := guideCourse(t)
		shown := guideBlock(t, heading)
		asking := none + " = 1\n" + regexp.MustCompile(`(?m)^\[.*$`).ReplaceAllString(shown, "$0\n"+none+" = 1")
		write(t, root, file, asking)
		var problems course.Problems
		if _, err := course.Load(root); err != nil {
			require.ErrorAs(t, err, &problems)
		} else {
			c, err := course.Load(root)
			require.NoError(t, err)
			_, problems = c.Contract("02_spawned")
		}
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
