package study_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// crowded is a trace of a run of a check.
func crowded(check string) *picture.Picture {
	return picture.OfFlow(picture.Picture{Check: check, Verdict: report.Fail, Lacks: "It was traced."}, picture.Flow{
		Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}},
		Changes:    []picture.Change{{Kind: picture.Made, From: -1}, {Kind: picture.Blocks, From: -1, On: "for a lock"}},
	})
}

// draw has a run drawn, which is answered with a record or why there is none.
func draw(t *testing.T, w *study.Work, s *fake.Stepper, what study.Stepping, run *steps.Run, no error) (study.Drawing, error) {
	t.Helper()
	var d study.Drawing
	var err error
	drawn := make(chan bool)
	go func() { d, err = w.Draw(context.Background(), what); close(drawn) }()
	(<-s.Asked).Answer(run, no)
	<-drawn
	return d, err
}

// A run is drawn from a trace where its record is not whole, or there can be none, and from
// what there was before where there is no trace either.
func TestDrawTheBest(t *testing.T) {
	cut := fake.LostUpdate()
	cut.Left = 5000
	unsteady := &grader.NoStepsError{Reason: grader.Unsteady, Detail: "no turns"}
	sketching(t, func(w *study.Work, s *fake.Stepper) {
		graded(w, fake.Queued(w.Current), "first")
		checks, _ := w.Steppable()
		what := w.Look(checks[0]) // which failed

		d, err := draw(t, w, s, what, cut, nil)
		require.NoError(t, err)
		require.Equal(t, picture.Steps, d.Picture.Source, "there is no trace")
		require.NotNil(t, d.Record)
		d, err = draw(t, w, s, what, nil, unsteady)
		require.NoError(t, err)
		require.Equal(t, picture.Moments, d.Picture.Source)
		require.Contains(t, d.Picture.Lacks, "cannot be made to take turns")

		s.Trace = crowded(what.Check)
		for _, run := range []*steps.Run{cut, nil} {
			why := error(unsteady)
			if run != nil {
				why = nil
			}
			d, err = draw(t, w, s, what, run, why)
			require.NoError(t, err)
			require.Same(t, s.Trace, d.Picture)
			require.Nil(t, d.Record, "there are no steps of it")
		}
		d, err = draw(t, w, s, what, fake.LostUpdate(), nil)
		require.NoError(t, err)
		require.Equal(t, picture.Steps, d.Picture.Source, "a record that is whole is better")

		passes := fake.LostUpdate()
		passes.Verdict = report.Pass
		what.Schedule = 0
		d, err = draw(t, w, s, what, passes, nil)
		require.NoError(t, err)
		require.Same(t, s.Trace, d.Picture, "a failure that no schedule shows")
		s.Trace = nil
		d, err = draw(t, w, s, what, passes, nil)
		require.NoError(t, err)
		require.Equal(t, picture.Moments, d.Picture.Source)
		require.Equal(t, report.Fail, d.Picture.Verdict)
		require.Contains(t, d.Picture.Lacks, "It passes when goroutines take turns")

		what.Seen = nil
		_, err = draw(t, w, s, what, nil, unsteady)
		require.ErrorIs(t, err, unsteady)
	})
}

// Below a failure stands the best, too.
func TestSketchOfATrace(t *testing.T) {
	cut := fake.LostUpdate()
	cut.Left = 5000
	sketching(t, func(w *study.Work, s *fake.Stepper) {
		graded(w, fake.Queued(w.Current), "first")
		s.Trace = crowded("TestSilentClient")
		n := record(t, w, s, func(r *fake.Recording) { r.Answer(cut, nil) })
		require.True(t, n.Changed)
		require.Same(t, s.Trace, w.Sketch(0))
		d, ok := w.Sketched("TestSilentClient")
		require.True(t, ok, "the page has it at once")
		require.Same(t, s.Trace, d.Picture)
	})
}
