package farm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
	"workbook/grader"
	"workbook/grader/report"
)

// Who would not come to the queue's verdicts is refused, and told why.
func TestDifferent(t *testing.T) {
	e := newEngine(t)
	a := serve(t, e, queueserver.Options{}, limits())
	course, program := newEngine(t), newEngine(t)
	course.course = "c2"
	program.version = "v2"
	for _, c := range []struct {
		engine *engine
		want   string
	}{
		{course, "01_a, 02_b: the hidden tests, exercise.toml or the settings of the build are not the queue's"},
		{program, "the program workbook-farm (its SHA-256) is v1 there and v2 here"},
	} {
		var different *farm.DifferentError
		_, err := open(t, a).Worker(t.Context(), c.engine, farm.WorkerOptions{})
		require.ErrorAs(t, err, &different)
		require.Equal(t, []string{c.want}, different.Differences)
		_, err = open(t, a).Client(t.Context(), c.engine, farm.ClientOptions{})
		require.ErrorAs(t, err, &different)
	}
}

func TestDifferences(t *testing.T) {
	queue := farm.Charter{Exercises: map[string]string{"01": "a", "02": "b", "03": "c"}}
	require.Empty(t, queue.Differences(queue))
	require.Equal(t, []string{"03: not in the course here", "04: not in the queue's course"},
		queue.Differences(farm.Charter{Exercises: map[string]string{"01": "a", "02": "b", "04": "d"}}))
	other := queue
	other.Version = grader.Version{Go: "go1.26.1"}
	require.Equal(t, []string{"the Go that builds submissions is  there and go1.26.1 here"}, queue.Differences(other))
	many := farm.Charter{Exercises: map[string]string{"1": "", "2": "", "3": "", "4": "", "5": "", "6": "", "7": ""}}
	require.Equal(t, []string{"1, 2, 3, 4, 5 and 2 more: not in the course here"}, many.Differences(farm.Charter{}))
}

// A queue changes its course when nothing waits, or what waits is dropped; and whoever has
// the old one ends.
func TestRenewed(t *testing.T) {
	e := newEngine(t)
	a := serve(t, e, queueserver.Options{}, limits())
	rows := class(t, "pass", "fail")
	old := client(t, a, e)
	waiting := make(chan error, 1)
	go func() {
		_, err := old.Grade(t.Context(), request(rows[0]), nil)
		waiting <- err
	}()
	require.Eventually(t, func() bool {
		s, err := open(t, a).Status(t.Context())
		return err == nil && s.Waiting == 1
	}, time.Minute, 10*time.Millisecond)

	changed := newEngine(t)
	changed.course = "c2"
	c, err := farm.CharterOf(t.Context(), changed, exercises)
	require.NoError(t, err)
	err = farm.LayOut(t.Context(), a, c, limits(), false)
	require.ErrorIs(t, err, farm.ErrInUse)
	require.ErrorContains(t, err, "01_a, 02_b")

	// A worker that has begun, and is idle.
	w, err := open(t, a).Worker(t.Context(), e, farm.WorkerOptions{Slots: 1, Rest: time.Millisecond})
	require.NoError(t, err)
	require.NoError(t, farm.LayOut(t.Context(), a, c, limits(), true))
	require.ErrorAs(t, <-waiting, new(*farm.DifferentError), "the work is not in the queue any more, and not handed in again")
	require.ErrorAs(t, w.Run(t.Context()), new(*farm.DifferentError))

	work(t, a, changed, 1)
	rep, err := client(t, a, changed).Grade(t.Context(), request(rows[1]), nil)
	require.NoError(t, err)
	require.Equal(t, report.Fail, rep.Exercises[0].Verdict)
}
