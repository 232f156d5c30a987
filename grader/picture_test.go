package grader_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/longtest"
	"workbook/grader/picture"
	"workbook/grader/report"
)

// A check is drawn step by step where it can be, and as it was seen from outside where not.
func TestPicture(t *testing.T) {
	needSteady(t)
	g := fixture(t)
	p, err := g.Picture(t.Context(), answering(t, right), "", 0, "")
	require.NoError(t, err)
	require.Equal(t, picture.Steps, p.Source)
	require.Empty(t, p.Lacks)
	require.NotEmpty(t, p.Lanes)

	p, err = g.Picture(t.Context(), answering(t, right), "TestServes", 0, "")
	require.NoError(t, err)
	require.Equal(t, picture.Moments, p.Source)
	require.Equal(t, "TestServes", p.Check)
	require.Contains(t, p.Lacks, "from outside")

	_, err = g.Picture(t.Context(), answering(t, right), "TestWho", 0, "")
	no := (*grader.NoStepsError)(nil)
	require.ErrorAs(t, err, &no)
	require.Equal(t, grader.NoSuchCheck, no.Reason)
}

// An outside check is drawn though one that it needs does not pass.
func TestPictureOfAnOutsideCheckAlone(t *testing.T) {
	p, err := fixture(t).Picture(t.Context(), answering(t, "package answer\n\nfunc Answer() int { return 41 }\n\nfunc Twice(f func()) { f(); f() }\n"), "TestServes", 0, "")
	require.NoError(t, err)
	require.Equal(t, "TestServes", p.Check)
	require.Equal(t, report.Fail, p.Verdict)
	require.NotEmpty(t, p.Lanes)
}

// Where goroutines cannot take turns, a run is traced as they come.
func TestPictureWithoutTurns(t *testing.T) {
	longtest.Turn(t)
	const spawns = `package answer

func Answer() int {
	c := make(chan int)
	go func() { c <- 41 }()
	return <-c
}

func Twice(f func()) { f(); f() }
`
	p, err := fixture(t).PictureWithoutTurns(t.Context(), answering(t, spawns), "")
	require.NoError(t, err)
	require.Equal(t, picture.Trace, p.Source)
	require.Equal(t, report.Fail, p.Verdict)
	require.Contains(t, p.Lacks, "cannot be made to take turns")
	require.True(t, slices.ContainsFunc(p.Lanes, func(l picture.Lane) bool {
		return l.File == "answer.go" && l.Line == 5 && l.Fate == picture.Over
	}), "%+v", p.Lanes)
}

// Of more goroutines than a record holds it is seen what they wait for to the end.
func TestPictureOfACrowd(t *testing.T) {
	longtest.Skip(t, "it draws thousands of goroutines")
	needSteady(t)
	c := realCourse(t)
	dir := filepath.Join(c.SolutionDir("12_abort"), "testdata", "wrong", "nobody_listens")
	p, err := open(t, c.Root).Picture(t.Context(), grader.Submission{Exercise: "12_abort", Dir: dir}, "TestStillATask", 1, "")
	require.NoError(t, err)
	require.Equal(t, picture.Trace, p.Source)
	require.Contains(t, p.Lacks, "more goroutines or steps than can be recorded")
	stuck := 0
	for _, l := range p.Lanes {
		if l.Fate != picture.Stuck {
			continue
		}
		last := l.Spans[len(l.Spans)-1]
		if last.On == "to send on a channel" && last.File == "task.go" && last.Line == 29 {
			stuck++
		}
	}
	require.Greater(t, stuck, 1000)
	require.Less(t, len(p.Rows(24)), 12, "those that are alike are one row")
}
