package tui

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/report"
)

// writeWays gives the open exercise code of the learner's, a reference and the ways of
// two others.
func writeWays(s *screen) {
	s.t.Helper()
	c, ex := s.work.Config.Course, s.work.Current
	dir, mine := c.SolutionDir(ex.ID), c.ExerciseDir(ex.ID)
	serve := "\nfunc serve(conn net.Conn) {\n\tdefer conn.Close()\n\tio.Copy(conn, conn)\n}\n"
	loop := func(handle string) string {
		return "func Echo(ln net.Listener) error {\n\tfor {\n\t\tconn, err := ln.Accept()\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\t" +
			handle + "\n\t}\n}\n"
	}
	fake.WriteFile(s.t, filepath.Join(mine, ex.Files[0]), "package spawned\n\n"+loop("go handle(conn)")+strings.ReplaceAll(serve, "serve(", "handle("))
	fake.WriteFile(s.t, filepath.Join(dir, ex.Files[0]), "package spawned\n\n"+loop("go serve(conn)")+
		strings.ReplaceAll(serve, "io.Copy", "_, _ = io.Copy")+"\n// count is only here.\nvar count int\n")
	fake.WriteFile(s.t, filepath.Join(dir, "testdata", "right", "errgroup", "echo.go"),
		"// Package spawned keeps its goroutines in an errgroup. Its error has no use here.\npackage spawned\n\n"+
			loop("clients.Go(func() error { serve(conn); return nil })")+serve)
	fake.WriteFile(s.t, filepath.Join(dir, "testdata", "right", "by_hand", "echo.go"),
		"// Package spawned counts by hand. That is one thing more to keep right.\npackage spawned\n\n"+loop("count.Add(1)")+serve)
	fake.WriteFile(s.t, filepath.Join(dir, "comparison.toml"),
		"reference = \"Every client has a goroutine of its own, and nobody waits for it.\"\nstyles = [\"errgroup\", \"by_hand\"]\n")
}

func TestComparison(t *testing.T) {
	s := newScreen(t, 120, 40)
	writeWays(s)
	s.grade(fake.Outcome(s.work.Current, report.Pass))
	s.send(s.press("s")())
	require.Contains(t, s.text(), "Your code and the reference")
	require.Contains(t, s.text(), "Every client has a goroutine of its own")
	require.Contains(t, s.text(), "func handle  reference: func serve", "a renamed function finds its counterpart")
	require.Regexp(t, `go handle\(conn\) +≠ +go serve\(conn\)`, s.text())
	require.Contains(t, s.text(), "var count  reference only")

	s.press("]")
	require.Contains(t, s.text(), "how others did it: errgroup")
	require.Contains(t, s.text(), "Its error has no use here.")
	require.NotContains(t, s.text(), "Every client has a goroutine")
	s.press("]")
	require.Contains(t, s.text(), "how others did it: by hand")
	s.press("right")
	require.Contains(t, s.text(), "Your code and the reference", "and around")
	s.press("[")
	require.Contains(t, s.text(), "how others did it: by hand")
	s.press("s")
	require.Nil(t, s.panes.overlay)
}

// At 80 columns the two stand one above the other, line by line.
func TestComparisonIsNarrow(t *testing.T) {
	s := newScreen(t, 80, 60)
	writeWays(s)
	s.grade(fake.Outcome(s.work.Current, report.Pass))
	s.send(s.press("s")())
	require.Regexp(t, `‹ +go handle\(conn\) *\n ?› +go serve\(conn\)`, s.text())
	require.Equal(t, 1, strings.Count(s.text(), "ln.Accept()"), "what both have stands once")
}

func TestComparisonThatCannotBeRead(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.send(solutionMsg{exercise: s.work.Current.ID, err: errors.New("the disk is gone")})
	require.Contains(t, s.text(), "the disk is gone")
	s.send(solutionMsg{exercise: "05_join"})
	require.Nil(t, s.panes.overlay, "another exercise is open by now")
}
