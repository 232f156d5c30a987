package stdio_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/report"
	"workbook/grader/stdio"
)

// actEnv has the test's program be the other side.
const actEnv = "STDIO_TEST_ACT"

func TestMain(m *testing.M) {
	switch os.Getenv(actEnv) {
	case "":
		os.Exit(m.Run())
	case "refuse":
		fmt.Fprintln(os.Stderr, "there is no farm")
		os.Exit(3)
	case "nonsense":
		fmt.Println("hello")
		os.Exit(0)
	case "slow":
		time.Sleep(time.Hour)
	}
	if err := stdio.Serve(context.Background(), os.Stdin, os.Stdout, echo{}); err != nil {
		panic(err)
	}
}

// An echo gives verdicts that say what was asked.
type echo struct{}

func (echo) Identity(_ context.Context, exercise string) (string, error) {
	if exercise == "99" {
		return "", errors.New("there is no 99")
	}
	return "identity of " + exercise, nil
}

func (echo) Grade(ctx context.Context, req grader.Request, _ func(grader.Event)) (*report.Report, error) {
	sub := req.Submissions[0]
	switch sub.Dir {
	case "forever":
		<-ctx.Done()
		return nil, ctx.Err()
	case "die":
		os.Exit(7)
	case "nothing":
		return &report.Report{}, nil
	}
	return &report.Report{Exercises: []report.Exercise{{
		ID: sub.Exercise, Verdict: report.Pass, Message: fmt.Sprint(sub.Dir, req.Race, req.Fresh), Seed: req.Seed,
	}}}, nil
}

func start(t *testing.T, act string) (*stdio.Grader, error) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), actEnv+"="+act)
	return stdio.Start(t.Context(), cmd)
}

func ask(dir string) grader.Request {
	return grader.Request{Submissions: []grader.Submission{{Exercise: "01", Dir: dir}}, Race: grader.RaceOn, Seed: 1<<53 - 1, Fresh: true}
}

// Many questions at a time, each with its own answer; one that is not wanted any more holds
// nobody up.
func TestAnswers(t *testing.T) {
	g, err := start(t, "serve")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := g.Grade(ctx, ask("forever"), nil)
		ended <- err
	}()
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			var told []grader.Event
			rep, err := g.Grade(t.Context(), ask(fmt.Sprint(i)), func(e grader.Event) { told = append(told, e) })
			if err != nil || rep.Exercises[0].Message != fmt.Sprint(i, "on", true) || rep.Exercises[0].Seed != 1<<53-1 || len(told) != 1 {
				t.Errorf("%d: %+v %v %v", i, rep, told, err)
			}
		})
	}
	wg.Wait()
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	identity, err := g.Identity(t.Context(), "02")
	require.NoError(t, err)
	require.Equal(t, "identity of 02", identity)
	_, err = g.Identity(t.Context(), "99")
	require.EqualError(t, err, "there is no 99")
	_, err = g.Grade(t.Context(), ask("nothing"), nil)
	require.ErrorContains(t, err, "something else than a verdict")
	dir, err := g.Folder("x-")
	require.NoError(t, err)
	require.DirExists(t, dir)
	require.NoError(t, g.Close())
	require.NoDirExists(t, dir)
	_, err = g.Identity(t.Context(), "02")
	require.ErrorIs(t, err, stdio.ErrEnded)
}

// A process that ends, ends what it was asked, with its exit code.
func TestEnds(t *testing.T) {
	var exit *exec.ExitError
	_, err := start(t, "refuse")
	require.ErrorIs(t, err, stdio.ErrEnded)
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 3, exit.ExitCode())
	_, err = start(t, "nonsense")
	require.ErrorIs(t, err, stdio.ErrEnded)

	g, err := start(t, "serve")
	require.NoError(t, err)
	_, err = g.Grade(t.Context(), ask("die"), nil)
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 7, exit.ExitCode())
	require.NoError(t, g.Close())
}

// A process that does not get ready is ended with the context.
func TestSlow(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), actEnv+"=slow")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = stdio.Start(ctx, cmd)
	require.ErrorIs(t, err, context.Canceled)
	require.NotNil(t, cmd.ProcessState, "nobody is left behind")
}
