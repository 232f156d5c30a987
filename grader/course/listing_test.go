package course

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWithExercise(t *testing.T) {
	for name, c := range map[string]struct {
		doc     string
		chapter int
		want    string
	}{
		"on one line": {
			doc:     "# order\ntitle = \"A [[ course\"\n\n[[chapters]]\ntitle = \"One\"\nexercises = [\"01_a\"] # first\n\n[[chapters]]\ntitle = \"Two\"\nexercises = [ \"02_b\" ]\n",
			chapter: 0,
			want:    "# order\ntitle = \"A [[ course\"\n\n[[chapters]]\ntitle = \"One\"\nexercises = [\"01_a\", \"09_new\"] # first\n\n[[chapters]]\ntitle = \"Two\"\nexercises = [ \"02_b\" ]\n",
		},
		"the last chapter": {
			doc:     "[[chapters]]\ntitle = \"One\"\nexercises = [\"01_a\"]\n[[chapters]]\ntitle = \"Two\"\nexercises = [\"02_b\", \"03_c\",]\n",
			chapter: 1,
			want:    "[[chapters]]\ntitle = \"One\"\nexercises = [\"01_a\"]\n[[chapters]]\ntitle = \"Two\"\nexercises = [\"02_b\", \"03_c\", \"09_new\",]\n",
		},
		"on lines of their own": {
			doc:  "[[chapters]]\nexercises = [\n  \"01_a\",\n  \"02_b\", # the ] second\n  # and more\n]\n",
			want: "[[chapters]]\nexercises = [\n  \"01_a\",\n  \"02_b\", # the ] second\n  \"09_new\",\n  # and more\n]\n",
		},
		"without the last comma": {
			doc:  "[[chapters]]\r\nexercises = [\r\n\t\"01_a\" # one, two\r\n]\r\n",
			want: "[[chapters]]\r\nexercises = [\r\n\t\"01_a\", # one, two\r\n\t\"09_new\"\r\n]\r\n",
		},
		"a bracket behind the last": {
			doc:  "[[chapters]]\nexercises = [\n\t\"01_a\",\n\t'02_b']\n",
			want: "[[chapters]]\nexercises = [\n\t\"01_a\",\n\t'02_b', \"09_new\"]\n",
		},
		"a comma on a line of its own": {
			doc:  "[[chapters]]\nexercises = [\n\t\"01_a\"\n\t,\n]\n",
			want: "[[chapters]]\nexercises = [\n\t\"01_a\",\n\t\"09_new\"\n\t,\n]\n",
		},
		"empty":  {doc: "[[chapters]]\nexercises = []\n", want: "[[chapters]]\nexercises = [\"09_new\"]\n"},
		"inline": {doc: "chapters = [{title = \"One\", exercises = [\"01_a\"]}]\n", want: "chapters = [{title = \"One\", exercises = [\"01_a\", \"09_new\"]}]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := withExercise(c.doc, c.chapter, "09_new")
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}

	_, err := withExercise("[[chapters]]\ntitle = \"One\"\n", 0, "09_new")
	require.ErrorContains(t, err, "chapter 1 has no exercises")
	_, err = withExercise("[[chapters]]\nexercises = [\"01_a\"]\n", 3, "09_new")
	require.ErrorContains(t, err, "chapter 4 has no exercises")
}

func TestFindChapter(t *testing.T) {
	c := &Course{Chapters: []Chapter{{Title: "Spawn"}, {Title: "Join handles"}, {Title: "Join more"}}}
	for name, want := range map[string]int{"": 2, "2": 1, "spawn": 0, " Join handles ": 1, "join m": 2} {
		i, err := c.FindChapter(name)
		require.NoError(t, err, name)
		require.Equal(t, want, i, name)
	}
	for _, name := range []string{"join", "4", "0", "nothing"} {
		_, err := c.FindChapter(name)
		require.ErrorContains(t, err, `the chapters are "Spawn", "Join handles", "Join more"`, name)
	}
}
