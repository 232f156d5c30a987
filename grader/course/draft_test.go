package course_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// An exercise with problems is a draft, whichever half they are in, and the others stay.
func TestDrafts(t *testing.T) {
	for name, c := range map[string]struct {
		damage  func(t *testing.T, root string)
		id      string
		title   string
		chapter string
		problem string
		hidden  bool // in the instructor's half
	}{
		"its exercise.toml": {
			damage: func(t *testing.T, root string) {
				write(t, root, map[string]string{"exercises/05_join/exercise.toml": "title = \"Join\"\n"})
			},
			id: "05_join", title: "Join", chapter: "Tasks", problem: "hints",
		},
		"no TOML at all": {
			damage: func(t *testing.T, root string) {
				write(t, root, map[string]string{"exercises/05_join/exercise.toml": "title = \n"})
			},
			id: "05_join", chapter: "Tasks", problem: "not valid TOML",
		},
		"a test that does not parse": {
			damage: func(t *testing.T, root string) {
				write(t, root, map[string]string{"solutions/01_echo/echo_test.go": "package echo_test\n\nfunc {\n"})
			},
			id: "01_echo", title: "Echo", chapter: "Servers", problem: "does not parse", hidden: true,
		},
		"no solution": {
			damage: func(t *testing.T, root string) {
				require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions", "05_join")))
			},
			id: "05_join", title: "Join", chapter: "Tasks", problem: "the exercise has no solution", hidden: true,
		},
		"no folder": {
			damage: func(t *testing.T, root string) {
				require.NoError(t, os.RemoveAll(filepath.Join(root, "exercises", "05_join")))
			},
			id: "05_join", chapter: "Tasks", problem: "there is no folder",
		},
		"in no chapter": {
			damage: func(t *testing.T, root string) {
				write(t, root, map[string]string{"exercises/07_more/exercise.toml": "title = \"More\"\n"})
			},
			id: "07_more", problem: "no chapter lists",
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := extract(t, "good.txtar")
			before, err := course.Load(root)
			require.NoError(t, err)
			require.Empty(t, before.Drafts)
			c.damage(t, root)

			got, err := course.Open(root)
			require.NoError(t, err)
			if c.hidden {
				require.Equal(t, before, got, "only who asks hears of the instructor's half")
			}
			opened := got
			got, err = opened.CheckSolutions()
			require.NoError(t, err)
			if !c.hidden {
				require.Equal(t, opened, got)
			}
			require.Len(t, got.Drafts, 1)
			d := got.Drafts[0]
			require.Equal(t, c.id, d.ID)
			require.Equal(t, c.title, d.Title)
			require.Equal(t, c.chapter, d.Chapter)
			require.Contains(t, d.Problems.Error(), c.problem)
			for _, e := range before.Exercises {
				_, err := got.Exercise(e.ID)
				if e.ID != c.id {
					require.NoError(t, err)
					continue
				}
				var draft *course.DraftError
				require.ErrorAs(t, err, &draft)
				require.Equal(t, d, draft.Draft)
				_, err = got.Exercise(e.ID[:2])
				require.ErrorAs(t, err, &draft, "the number will do")
				_, err = got.Exercise(e.ID[3:])
				require.ErrorAs(t, err, &draft, "its name is not that of another")
			}
			for _, ch := range got.Chapters {
				require.NotContains(t, ch.Exercises, c.id)
			}

			// Who insists on the whole course hears the same.
			_, err = course.Load(root)
			var problems course.Problems
			require.ErrorAs(t, err, &problems)
			require.Equal(t, d.Problems, problems)
		})
	}
}

// What is wrong with the course itself leaves nothing to make do with.
func TestNoDraftOfTheCourse(t *testing.T) {
	for name, text := range map[string]string{
		"not TOML":     "title = \n",
		"listed twice": "title = \"Small\"\n[[chapters]]\ntitle = \"All\"\nexercises = [\"01_echo\", \"05_join\", \"06_join_all\", \"05_join\"]\n",
	} {
		root := extract(t, "good.txtar")
		write(t, root, map[string]string{"exercises/course.toml": text})
		write(t, root, map[string]string{"exercises/05_join/exercise.toml": "title = 1\n"})
		_, err := course.Open(root)
		var problems course.Problems
		require.ErrorAs(t, err, &problems, name)
		require.Contains(t, problems.Error(), "exercises/course.toml")
		require.Contains(t, problems.Error(), "exercises/05_join/exercise.toml", "what is wrong is told all at once")
	}
}

// A test file that does not parse is one mistake, and none of the checks in it.
func TestHiddenTestsThatDoNotParse(t *testing.T) {
	root := extract(t, "good.txtar")
	write(t, root, map[string]string{"solutions/01_echo/echo_test.go": "package echo_test\n\nfunc {\n"})
	opened, err := course.Open(root)
	require.NoError(t, err)
	checked, err := opened.CheckSolutions("01_echo")
	require.NoError(t, err)
	d, ok := checked.Draft("01_echo")
	require.True(t, ok)
	require.Len(t, d.Problems, 1)
	require.Equal(t, "solutions/01_echo/echo_test.go", d.Problems[0].File)
}

// A draft of both halves says what is wrong with both when somebody asks for the second.
func TestDraftOfBothHalves(t *testing.T) {
	root := extract(t, "good.txtar")
	write(t, root, map[string]string{"exercises/05_join/lesson.md": "\n"})
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions", "05_join")))
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions", "01_echo")))
	opened, err := course.Open(root)
	require.NoError(t, err)
	require.Len(t, opened.Drafts, 1)
	require.Len(t, opened.Drafts[0].Problems, 1)

	checked, err := opened.CheckSolutions("05_join")
	require.NoError(t, err)
	require.Len(t, checked.Drafts, 1, "what was not asked for stays")
	require.ErrorContains(t, checked.Drafts[0].Problems, "lesson.md:1: the lesson is empty")
	require.ErrorContains(t, checked.Drafts[0].Problems, "the exercise has no solution")
	require.Len(t, opened.Drafts[0].Problems, 1, "the course that was asked does not change")

	checked, err = checked.CheckSolutions("01_echo")
	require.NoError(t, err)
	require.Len(t, checked.Drafts, 2)
	require.Equal(t, "01_echo", checked.Drafts[0].ID)
}
