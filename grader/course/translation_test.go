package course_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"workbook/grader/course"
)

// first chooses the first of the wanted languages that is there.
func first(wanted ...string) func([]language.Tag) int {
	return func(have []language.Tag) int {
		for _, name := range wanted {
			if i := slices.Index(have, language.MustParse(name)); i > 0 {
				return i
			}
		}
		return 0
	}
}

// write puts files into a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
}

// translatedCourse is the small course with files beside what was written.
func translatedCourse(t *testing.T, files map[string]string) *course.Course {
	t.Helper()
	root := extract(t, "good.txtar")
	write(t, filepath.Join(root, "exercises"), files)
	c, err := course.Load(root)
	require.NoError(t, err)
	return c
}

func TestIn(t *testing.T) {
	c := translatedCourse(t, map[string]string{
		"course.pt.toml":              "title = 'Pequeno'\n[chapters]\nServers = 'Servidores'\n",
		"01_echo/exercise.pt-BR.toml": "title = 'Eco (BR)'\nhints = ['', 'O que sai?']\n",
		"01_echo/exercise.pt.toml":    "title = 'Eco'\ntask = 'Escreve Echo.'\nhints = ['O que entra?']\n[checks]\nTestClose = 'Fecha'\n",
		"01_echo/lesson.pt.md":        "# Eco\n",
		"05_join/lesson.de.md":        "# Warten\n",
	})
	require.Equal(t, []language.Tag{language.MustParse("pt"), language.MustParse("pt-BR")}, c.Exercises[0].Languages)
	require.Equal(t, []language.Tag{language.German}, c.Exercises[1].Languages)
	require.Equal(t, "Echo", c.Exercises[0].Title, "a course is loaded as it was written")

	in, err := c.In(first("pt-BR", "pt"))
	require.NoError(t, err)
	require.Equal(t, "Pequeno", in.Title)
	require.Equal(t, []string{"Servidores", "Tasks"}, []string{in.Chapters[0].Title, in.Chapters[1].Title})
	e := in.Exercises[0]
	require.Equal(t, "Eco (BR)", e.Title)
	require.Equal(t, "Escreve Echo.", e.Task, "what pt-BR does not have is in pt")
	require.Equal(t, "Send every byte back.", e.Summary, "and what neither has, as it was written")
	require.Equal(t, []string{"O que entra?", "O que sai?", "A shape:\n\tio.Copy"}, e.Hints)
	require.Equal(t, []string{"Bytes come back", "Fecha", "It works over TCP"}, []string{e.Checks[0].Title, e.Checks[1].Title, e.Checks[2].Title})
	require.Equal(t, c.Exercises[0].Points(), e.Points())
	dir := in.ExerciseDir("01_echo")
	require.Equal(t, []string{filepath.Join(dir, "lesson.pt.md"), filepath.Join(dir, "lesson.md")}, in.LessonPaths("01_echo"))
	require.Equal(t, []string{in.LessonPath("05_join")}, in.LessonPaths("05_join"))

	require.Equal(t, "Small", c.Title, "the course itself stays as it is")
	require.Equal(t, "What comes?", c.Exercises[0].Hints[0])
	require.Equal(t, "The connection is closed", c.Exercises[0].Checks[1].Title)
	require.Equal(t, []string{c.LessonPath("01_echo")}, c.LessonPaths("01_echo"))

	as, err := c.In(first())
	require.NoError(t, err)
	require.Equal(t, c.Exercises[0], as.Exercises[0], "nothing is wanted")
}

func TestLanguageOfTheCourse(t *testing.T) {
	root := extract(t, "good.txtar")
	file := filepath.Join(root, "exercises", "course.toml")
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, append([]byte("language = 'pt-BR'\n"), data...), 0o644))
	c, err := course.Load(root)
	require.NoError(t, err)
	require.Equal(t, language.BrazilianPortuguese, c.Language)
	_, err = c.In(func(have []language.Tag) int {
		t.Errorf("there is no choice between %v", have)
		return 0
	})
	require.NoError(t, err)

	require.NoError(t, os.WriteFile(file, append([]byte("language = 'portuguese!'\n"), data...), 0o644))
	_, err = course.Load(root)
	require.ErrorContains(t, err, `exercises/course.toml:1: language is portuguese!, which is the name of no language; write one such as "en" or "pt-BR"`)
}

func TestBrokenTranslations(t *testing.T) {
	c := translatedCourse(t, map[string]string{
		"01_echo/exercise.de.toml":     "title = 'Echo'\nhint = ['Was?']\n[checks]\nTestEko = 'Bytes'\n",
		"05_join/exercise.de.toml":     "title = \n",
		"06_join_all/exercise.de.toml": "title = 'Alle'\nhints = ['a', 'b', 'c', 'd']\n",
	})
	in, err := c.In(first("de"))
	var problems course.Problems
	require.ErrorAs(t, err, &problems)
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	require.Len(t, got, 4)
	require.Equal(t, `exercises/01_echo/exercise.de.toml:2: unknown key "hint"; did you mean hints?`, got[0])
	require.Equal(t, `exercises/01_echo/exercise.de.toml:4: unknown key "TestEko"; did you mean TestEcho?`, got[1])
	require.Contains(t, got[2], "exercises/05_join/exercise.de.toml:1: not valid TOML")
	require.Equal(t, "exercises/06_join_all/exercise.de.toml:2: there is no hint 4 in exercise.toml; remove it", got[3])
	require.Equal(t, "Join", in.Exercises[1].Title, "what cannot be read is not translated")
	require.Equal(t, "Alle", in.Exercises[2].Title)
}

// states gives the names of the pieces in each state.
func states(t *testing.T, c *course.Course, id string) map[course.State][]string {
	t.Helper()
	pieces, problems, err := c.Translation(id, language.German)
	require.NoError(t, err)
	require.Empty(t, problems)
	by := map[course.State][]string{}
	for _, p := range pieces {
		by[p.State] = append(by[p.State], p.Name)
	}
	return by
}

func TestTranslation(t *testing.T) {
	files := map[string]string{
		"01_echo/lesson.md":        "# Echo\n\n---\n\n# The task\n\nWrite it.\n\n---\n\n# Rust\n",
		"01_echo/lesson.de.md":     "# Echo\n\n---\n\n---\n\n# Rust\n",
		"01_echo/exercise.de.toml": "title = 'Echo'\nhints = ['Was kommt?']\n[checks]\nTestTCP = 'Es geht über TCP'\n",
		"course.de.toml":           "[chapters]\nServers = 'Servers'\n",
	}
	c := translatedCourse(t, files)
	missing := []string{"page 2", "summary", "task", "hint 2", "hint 3", "title of TestEcho", "title of TestClose"}
	require.Equal(t, map[course.State][]string{
		course.Missing:    missing,
		course.Unrecorded: {"page 1", "page 3", "title", "hint 1", "title of TestTCP"},
		course.Current:    {`title of the chapter "Servers"`},
	}, states(t, c, "01_echo"))

	require.NoError(t, c.Translated("01_echo", language.German))
	current := []string{"page 1", "page 3", "title", "hint 1", "title of TestTCP", `title of the chapter "Servers"`}
	require.Equal(t, map[course.State][]string{course.Missing: missing, course.Current: current}, states(t, c, "01_echo"))

	dir := filepath.Join(c.Root, "exercises")
	write(t, dir, map[string]string{"01_echo/lesson.md": "#   Echo\n---\n# The task\n\nWrite it now.\n\n---\n\n# Rust and Tokio\n"})
	require.Equal(t, map[course.State][]string{
		course.Missing: missing,
		course.Stale:   {"page 3"}, // page 1 has other white space, and page 2 is not translated
		course.Current: slices.DeleteFunc(current, func(name string) bool { return name == "page 3" }),
	}, states(t, c, "01_echo"))
	require.NoError(t, c.Translated("1", language.German))
	require.Empty(t, states(t, c, "01_echo")[course.Stale])

	err := c.Translated("05_join", language.German)
	require.True(t, errors.Is(err, os.ErrNotExist))
	require.ErrorContains(t, err, "nothing of 05_join is translated to de: neither lesson.de.md nor exercise.de.toml")
	write(t, dir, map[string]string{"01_echo/exercise.de.toml": "title = 1\n"})
	require.ErrorContains(t, c.Translated("01_echo", language.German), "exercise.de.toml:1: title is a whole number")
}

func TestMisnamed(t *testing.T) {
	c := translatedCourse(t, map[string]string{
		"01_echo/lesson.pt_BR.md": "# Eco\n", "01_echo/lesson.germ an.md": "# Echo\n", "01_echo/exercise.DE.toml": "title = 'Echo'\n",
		"01_echo/lesson.fr.md": "# Écho\n", "01_echo/notes.de.md": "not one\n",
	})
	require.Equal(t, map[string]string{
		"lesson.pt_BR.md": "lesson.pt-BR.md", "lesson.germ an.md": "", "exercise.DE.toml": "exercise.de.toml",
	}, c.Misnamed("01_echo"))
	require.Equal(t, []language.Tag{language.French}, c.Exercises[0].Languages)
}

func TestPages(t *testing.T) {
	require.Equal(t, []string{"one\n", "two\n```\n---\n```\n", ""}, course.Pages("one\n---\ntwo\n```\n---\n```\n---  \n"))
	require.Equal(t, []string{"all\n"}, course.Pages("all\n"))
}
