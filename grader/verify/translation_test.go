package verify

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// What is not finished of a translation is noted; what would mislead is a problem.
func TestTranslations(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"course.toml": "title = 'Small'\n[[chapters]]\ntitle = 'Begin'\nexercises = ['01_answer']\n",
		"01_answer/exercise.toml": `title = "Answer"
summary = "A number."
package = "answer"
task    = "Write Answer."
files   = ["answer.go"]
hints   = ["a?", "b", "c"]
checks  = [{ name = "TestAnswer", title = "It answers", kind = "inside", points = 100 }]
`,
		"01_answer/lesson.md": "# Answer\n---\n# The task\n",
		"01_answer/lesson.de.md": "# Antwort\n\n[mehr](nirgends.md)\n\n```go\nfunc Antwort() int { return \"42\" }\n" +
			"// " + strings.Repeat("ä", 70) + "\n```\n---\n# Die Aufgabe\n---\n# Zu viel\n",
		"01_answer/exercise.de.toml": "title = 'Antwort'\nhints = ['a?', 'b', \"\"\"c\n\t" + strings.Repeat("ö", 73) + "\"\"\"]\ntasks = ''\n",
		"01_answer/lesson.pt_BR.md":  "# Resposta\n",
	} {
		path := filepath.Join(root, "exercises", filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	c, err := course.Load(root)
	require.NoError(t, err)

	l := &look{Verifier: New(c, nil, Options{}), ex: c.Exercises[0]}
	require.NoError(t, l.translations(t.Context()))
	told := func(list []Problem) (lines []string) {
		for _, p := range list {
			lines = append(lines, p.File+": "+p.Message)
		}
		return lines
	}
	require.Equal(t, []string{
		"exercises/01_answer/lesson.pt_BR.md: It is not read: its name spells no language.",
		"exercises/01_answer/exercise.de.toml: Not translated yet, and shown as it was written: summary, task, title of TestAnswer.",
		"exercises/01_answer/exercise.de.toml: Nobody has said what it was translated from: title, hint 1, hint 2, hint 3.",
		"exercises/01_answer/lesson.de.md: Nobody has said what it was translated from: page 1, page 2.",
		"exercises/course.de.toml: Not translated yet, and shown as it was written: title of the chapter \"Begin\".",
		"exercises/01_answer/lesson.de.md: It has 3 pages, and the lesson has 2.",
	}, told(l.out.Notes))
	require.Equal(t, "name it lesson.pt-BR.md", l.out.Notes[0].Hint)
	problems := told(l.out.Problems)
	require.Len(t, problems, 5)
	require.Equal(t, `exercises/01_answer/exercise.de.toml: Unknown key "tasks".`, problems[0])
	require.Equal(t, "exercises/01_answer/exercise.de.toml: A line of code in hint 3 is 73 columns wide.", problems[1])
	require.Equal(t, "exercises/01_answer/lesson.de.md: The link to nirgends.md leads nowhere.", problems[2])
	require.Equal(t, "exercises/01_answer/lesson.de.md: The line of code is 73 columns wide.", problems[3])
	require.Contains(t, problems[4], "A block of Go does not compile: exercises/01_answer/lesson.de.md:6:")
}
