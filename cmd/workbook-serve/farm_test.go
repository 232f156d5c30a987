package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook-serve/internal/marking"
	"workbook/grader"
	"workbook/grader/report"
	"workbook/grader/stdio"
)

// speakerEnv has the test's program speak with a farm that is pretended.
const speakerEnv = "SERVE_TEST_SPEAKER"

func speak() {
	if err := stdio.Serve(context.Background(), os.Stdin, os.Stdout, pretended{}); err != nil {
		panic(err)
	}
}

// A pretended farm passes everything, but for the exercises that end its process.
type pretended struct{}

func (pretended) Identity(_ context.Context, exercise string) (string, error) {
	return "identity of " + exercise, nil
}

func (pretended) Grade(ctx context.Context, req grader.Request, _ func(grader.Event)) (*report.Report, error) {
	sub := req.Submissions[0]
	once := filepath.Join(sub.Dir, "once")
	switch sub.Exercise {
	case "forever":
		<-ctx.Done()
		return nil, ctx.Err()
	case "refused":
		return nil, errors.New("the queue has another course")
	case "kills":
		os.Exit(7)
	case "kills once":
		if os.Mkdir(once, 0o700) == nil {
			os.Exit(7)
		}
	}
	return &report.Report{Exercises: []report.Exercise{{ID: sub.Exercise, Verdict: report.Pass}}}, nil
}

func newPretended(t *testing.T) (f *farmed, started *atomic.Int32) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	started = new(atomic.Int32)
	f, err = newFarmed(t.Context(), slog.New(slog.DiscardHandler), func(ctx context.Context) (*stdio.Grader, error) {
		started.Add(1)
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), speakerEnv+"=1")
		return stdio.Start(ctx, cmd)
	})
	require.NoError(t, err)
	return f, started
}

func ask(exercise, dir string) grader.Request {
	return grader.Request{Submissions: []grader.Submission{{Exercise: exercise, Dir: dir}}}
}

// Whatever the farm does but reach a verdict, the submission may wait; and the service
// outlives the process by which it speaks with the farm.
func TestFarmIsAway(t *testing.T) {
	f, started := newPretended(t)
	dir, err := f.Folder("handed-")
	require.NoError(t, err)

	rep, err := f.Grade(t.Context(), ask("01", dir), nil)
	require.NoError(t, err)
	require.Equal(t, report.Pass, rep.Exercises[0].Verdict)
	_, err = f.Grade(t.Context(), ask("refused", dir), nil)
	require.ErrorIs(t, err, marking.ErrAway)
	require.ErrorContains(t, err, "another course")
	require.EqualValues(t, 1, started.Load())

	_, err = f.Grade(t.Context(), ask("kills once", dir), nil)
	require.NoError(t, err, "another process is asked again")
	require.EqualValues(t, 2, started.Load())
	_, err = f.Grade(t.Context(), ask("kills", dir), nil)
	require.ErrorIs(t, err, marking.ErrAway)
	require.EqualValues(t, 3, started.Load())
	identity, err := f.Identity(t.Context(), "01")
	require.NoError(t, err)
	require.Equal(t, "identity of 01", identity)
	require.DirExists(t, dir, "what is being graded stays")

	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := f.Grade(ctx, ask("forever", dir), nil)
		ended <- err
	}()
	cancel()
	err = <-ended
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, marking.ErrAway)
	require.NoError(t, f.Close())
	require.NoDirExists(t, dir)
}

// A farm that cannot be reached at all ends the service before it begins, and says why.
func TestNoFarm(t *testing.T) {
	_, err := newFarmed(t.Context(), slog.New(slog.DiscardHandler), func(context.Context) (*stdio.Grader, error) {
		return nil, errors.New("nobody is there")
	})
	require.EqualError(t, err, "nobody is there")
}

// The service itself has no message server in it.
func TestServiceLinksNoFarm(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	require.NotContains(t, strings.Split(string(out), "\n"), "github.com/nats-io/nats.go")
	require.Contains(t, strings.Split(string(out), "\n"), "workbook/grader/stdio")
}
