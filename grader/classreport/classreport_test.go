package classreport_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/classreport"
	"workbook/grader/course"
	"workbook/grader/report"
)

// real is this course, with its solutions.
func real(t *testing.T) *course.Course {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	c, err := course.Load(root)
	require.NoError(t, err)
	if !c.HasSolutions() {
		t.Skip("the course is a student's")
	}
	return c
}

// row is a student's verdict on 02_spawned, with the files of a known solution.
func row(c *course.Course, student, solution string, failing ...string) classreport.Row {
	ex, err := c.Exercise("02_spawned")
	if err != nil {
		panic(err)
	}
	r := classreport.Row{Exercise: report.Exercise{ID: ex.ID, Student: student, Verdict: report.Pass, Points: 100, MaxPoints: 100}}
	for _, declared := range ex.Checks {
		check := declared.Blank()
		check.Verdict = report.Pass
		for _, name := range failing {
			if name == check.Name {
				check.Verdict, r.Verdict, r.Points = report.Fail, report.Fail, 0
			}
		}
		r.Checks = append(r.Checks, check)
	}
	if solution != "" {
		r.Dir = filepath.Join(c.SolutionDir(ex.ID), "testdata", filepath.FromSlash(solution))
	}
	return r
}

// wrongs are known-wrong solutions of 02_spawned that a check catches, with that check.
func wrongs(t *testing.T, c *course.Course) (names, checks []string) {
	t.Helper()
	variants, err := c.SolutionVariants("02_spawned")
	require.NoError(t, err)
	for _, v := range variants {
		if !v.Right && strings.HasPrefix(v.CaughtBy[0], "Test") {
			names, checks = append(names, v.Name), append(checks, v.CaughtBy[0])
		}
	}
	return names, checks
}

// A submission that is a known-wrong solution, and fails as it does, is told to be it.
func TestMistakesAreRecognized(t *testing.T) {
	c := real(t)
	names, checks := wrongs(t, c)
	right := 0
	for i, name := range names {
		class, err := classreport.Build(c, []classreport.Row{row(c, "Ada", "wrong/"+name, checks[i])}, classreport.History{})
		require.NoError(t, err)
		m := class.Exercises[0].Mistakes
		require.Len(t, m, 1)
		require.Equal(t, []string{"Ada"}, m[0].Students)
		if m[0].Name == name {
			right++
		}
	}
	t.Logf("%d of %d known-wrong solutions are recognized by their own name", right, len(names))
	require.Greater(t, right, len(names)*9/10, "the others are nearer to one that is the same but for names")
}

func TestClass(t *testing.T) {
	c := real(t)
	names, checks := wrongs(t, c)
	rights, err := os.ReadDir(filepath.Join(c.SolutionDir("02_spawned"), "testdata", "right"))
	require.NoError(t, err)
	copied := t.TempDir()
	source, err := os.ReadFile(filepath.Join(c.SolutionDir("02_spawned"), "testdata", "wrong", names[0], "echo.go"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(copied, "echo.go"), []byte("// Mine! <script>alert(1)</script>\n"+string(source)), 0o600))

	rows := []classreport.Row{
		row(c, "Cyd", "wrong/"+names[0], checks[0]),
		row(c, "Ada", "right/"+rights[0].Name()),
		row(c, "Bob <b>", ""),
		row(c, "Dan", "wrong/"+names[0], checks[0]),
	}
	rows[2].Verdict, rows[2].Points = report.NotRun, 0
	rows[3].Dir = copied
	class, err := classreport.Build(c, rows, classreport.History{})
	require.NoError(t, err)

	var students []string
	for _, s := range class.Students {
		students = append(students, s.Name)
		require.Equal(t, 100, s.MaxPoints)
	}
	require.Equal(t, []string{"Ada", "Bob <b>", "Cyd", "Dan"}, students)
	ex := class.Exercises[0]
	require.Equal(t, 3, ex.Handed)
	require.Equal(t, 1, ex.Passed)
	require.Equal(t, 2, ex.Stops[0].Count)
	require.Equal(t, []string{"Cyd", "Dan"}, ex.Mistakes[0].Students)

	var b strings.Builder
	require.NoError(t, class.WriteHTML(&b))
	require.NotContains(t, b.String(), "<script")
	require.NotContains(t, b.String(), "Bob <b>")
	require.Contains(t, b.String(), "Bob &lt;b&gt;")
	require.NotContains(t, b.String(), "http", "it loads nothing")
}

// Three who handed in the same under other names are one group; who wrote as little as
// everybody writes is in none.
func TestAlike(t *testing.T) {
	c := real(t)
	const copied = "right/server_type"
	renamed := t.TempDir()
	source, err := os.ReadFile(filepath.Join(c.SolutionDir("02_spawned"), "testdata", filepath.FromSlash(copied), "echo.go"))
	require.NoError(t, err)
	other := strings.NewReplacer("conn", "client", "err", "problem", "listener", "door", "buf", "memory").Replace(string(source))
	require.NoError(t, os.WriteFile(filepath.Join(renamed, "echo.go"), []byte(other), 0o600))
	rows := []classreport.Row{
		row(c, "Ada", copied), row(c, "Bob", copied), row(c, "Cyd", ""), row(c, "Dan", copied),
		row(c, "Eve", "../"), row(c, "Fay", "../"), // the reference itself
	}
	rows[3].Dir = renamed
	class, err := classreport.Build(c, rows, classreport.History{})
	require.NoError(t, err)
	require.Len(t, class.Exercises[0].Alike, 1)
	group := class.Exercises[0].Alike[0]
	require.Equal(t, []string{"Ada", "Bob", "Dan"}, group.Students)
	require.Equal(t, 100, group.Percent)
	require.Zero(t, class.Exercises[0].MoreAlike)
	require.True(t, slices.ContainsFunc(group.Left, func(l classreport.Code) bool { return l.Shared }))
}

// A stub that was handed in as it was handed out is no mistake, and stops nobody.
func TestNotBegun(t *testing.T) {
	c := real(t)
	names, checks := wrongs(t, c)
	ex, err := c.Exercise("02_spawned")
	require.NoError(t, err)
	stub, err := os.ReadFile(filepath.Join(c.ExerciseDir(ex.ID), "echo.go"))
	require.NoError(t, err)
	dir := func(text string) string {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "echo.go"), []byte(text), 0o600))
		return dir
	}
	rows := []classreport.Row{
		row(c, "Bob", "", checks[0]), row(c, "Ada", "", checks[0]), row(c, "Cyd", "wrong/"+names[0], checks[0]), row(c, "Dan", "", checks[0]), row(c, "Eve", ""),
	}
	rows[0].Dir = dir(string(stub))
	rows[1].Dir = dir("// Later.\n" + strings.ReplaceAll(string(stub), "\t", "  "))
	rows[3].Dir = dir(string(stub) + "\nvar begun = true\n")
	rows[4].Dir, rows[4].Verdict = rows[0].Dir, report.GraderError
	var tries []classreport.Try
	for _, r := range rows {
		tries = append(tries, classreport.Try{Student: r.Student, Exercise: r.ID, At: time.Now(), Verdict: r.Verdict, NotBegun: r.Student == "Ada" || r.Student == "Bob"})
	}
	// Dan had the stub before he began; Ada has it again, and had begun before.
	tries = append(tries,
		classreport.Try{Student: "Dan", Exercise: rows[3].ID, At: time.Now().Add(-time.Hour), Verdict: report.Fail, NotBegun: true},
		classreport.Try{Student: "Ada", Exercise: rows[1].ID, At: time.Now().Add(-time.Hour), Verdict: report.Fail})
	class, err := classreport.Build(c, rows, classreport.History{Tries: tries})
	require.NoError(t, err)
	got := class.Exercises[0]
	require.Equal(t, []string{"Ada", "Bob"}, got.NotBegun)
	require.Equal(t, 3, got.Handed)
	require.Equal(t, []classreport.Stop{{What: got.Stops[0].What, Count: 2}}, got.Stops)
	for _, m := range got.Mistakes {
		require.NotContains(t, m.Students, "Ada")
	}
	require.True(t, class.Students[0].Cells[0].NotBegun)
	require.False(t, class.Students[3].Cells[0].NotBegun)
	var counts []int
	for _, s := range class.Tries.Students {
		counts = append(counts, s.Cells[0].Count)
	}
	require.Equal(t, []int{1, 0, 1, 1, 0}, counts, "a stub is no try, and what was tried before it is one")

	var b strings.Builder
	require.NoError(t, class.WriteHTML(&b))
	require.Contains(t, b.String(), "<p>0 of 3 submissions passed. Not begun, the stub is as it was handed out: 2 (Ada, Bob).</p>")
	require.Contains(t, b.String(), `title="not begun">○<br>0</td>`)
}
