package grader_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/picture"
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
