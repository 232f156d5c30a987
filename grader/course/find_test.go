package course_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

func TestFind(t *testing.T) {
	root := extract(t, "good.txtar")
	for _, start := range []string{".", "exercises", "exercises/01_echo", "solutions/01_echo/testdata"} {
		found, err := course.Find(filepath.Join(root, start))
		require.NoError(t, err)
		require.Equal(t, root, found)
	}
	elsewhere := t.TempDir()
	_, err := course.Find(elsewhere)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, elsewhere)
}

func TestExercise(t *testing.T) {
	c, err := course.Load(extract(t, "good.txtar"))
	require.NoError(t, err)
	for asked, want := range map[string]string{
		"01_echo": "01_echo", "01": "01_echo", "1": "01_echo", "001": "01_echo", "echo": "01_echo", "ec": "01_echo",
		"05_join": "05_join", "05_j": "05_join", "5": "05_join", "join": "05_join", // the whole name beats a beginning
		"join_": "06_join_all", "06": "06_join_all", " 6 ": "06_join_all", "ECHO": "01_echo",
	} {
		e, err := c.Exercise(asked)
		require.NoError(t, err, asked)
		require.Equal(t, want, e.ID, asked)
	}
	for asked, want := range map[string]course.NotFoundError{
		"0":                       {Suggestions: []string{"01_echo", "05_join", "06_join_all"}, Ambiguous: true},
		"joi":                     {Suggestions: []string{"05_join", "06_join_all"}, Ambiguous: true},
		"01_ehco":                 {Suggestions: []string{"01_echo"}},
		"jion":                    {Suggestions: []string{"05_join"}},
		"all":                     {Suggestions: []string{"06_join_all"}},
		"77":                      {},
		"":                        {},
		"../../x":                 {},
		strings.Repeat("x", 1000): {},
	} {
		_, err := c.Exercise(asked)
		var notFound *course.NotFoundError
		require.True(t, errors.As(err, &notFound), asked)
		require.Equal(t, want.Suggestions, notFound.Suggestions, asked)
		require.Equal(t, want.Ambiguous, notFound.Ambiguous, asked)
	}
	_, err = c.Exercise("jion")
	require.EqualError(t, err, `there is no exercise "jion"; did you mean 05_join?`)
	_, err = c.Exercise("joi")
	require.EqualError(t, err, `"joi" could be any of 05_join, 06_join_all; write more of it`)
}

func TestNext(t *testing.T) {
	c, err := course.Load(extract(t, "good.txtar"))
	require.NoError(t, err)
	var order []string
	for e, ok := c.Next(""); ok; e, ok = c.Next(e.ID) {
		order = append(order, e.ID)
	}
	require.Equal(t, []string{"01_echo", "05_join", "06_join_all"}, order)
	_, ok := c.Next("nothing")
	require.False(t, ok)
}

func TestSolutionVariants(t *testing.T) {
	root := extract(t, "good.txtar")
	c, err := course.Load(root)
	require.NoError(t, err)
	variants, err := c.SolutionVariants("01_echo")
	require.NoError(t, err)
	at := func(name string) string { return filepath.Join(root, "solutions", "01_echo", "testdata", name) }
	require.Equal(t, []course.Variant{
		{Name: "plain", Dir: at("right/plain"), Right: true},
		{Name: "late", Dir: at("wrong/late"), CaughtBy: []string{"TestEcho"}},
		{Name: "noclose", Dir: at("wrong/noclose"), CaughtBy: []string{"TestClose", "TestTCP", "race"}},
		{Name: "syntax", Dir: at("wrong/syntax"), CaughtBy: []string{"compile"}},
	}, variants)
}
