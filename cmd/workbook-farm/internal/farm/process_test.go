package farm_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/cmd/workbook-farm/internal/queueserver"
)

// actEnv has the test's program be a server or a worker: "serve ADDRESS STORE" or "work URL
// FOLDER MILLISECONDS", which writes to a file of the folder what it has graded.
const actEnv = "FARM_TEST_ACT"

func TestMain(m *testing.M) {
	act := strings.Fields(os.Getenv(actEnv))
	if len(act) == 0 {
		goleak.VerifyTestMain(m)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch act[0] {
	case "serve":
		err = actServer(ctx, act[1], act[2])
	case "work":
		err = actWorker(ctx, act[1], act[2], act[3])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, act[0]+":", err)
		os.Exit(1)
	}
}

// killTries is how many workers a submission may take with it in these tests: workers are
// killed as well that grade another one alone, and a lease ends on a busy machine.
const killTries = 6

func actServer(ctx context.Context, listen, store string) error {
	s, err := queueserver.Start(queueserver.Options{Listen: listen, Store: store, MaxStore: 4 << 30, SyncEvery: 10 * time.Second})
	if err != nil {
		return err
	}
	defer s.Stop()
	e := &engine{version: "v1", course: "c1"}
	c, err := farm.CharterOf(ctx, e, exercises)
	if err != nil {
		return err
	}
	c.Tries = killTries
	l := limits()
	l.Lease, l.JobBytes, l.ResultBytes = 3*time.Second, 1<<30, 1<<30
	if err := farm.LayOut(ctx, farm.Access{Within: s}, c, l, false); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// killer is what a submission says that kills who grades it.
const killer = "pass kill"

func actWorker(ctx context.Context, url, folder, takes string) error {
	pause, err := time.ParseDuration(takes)
	if err != nil {
		return err
	}
	e := &engine{temp: folder, version: "v1", course: "c1", words: map[string]int{}}
	log, err := os.OpenFile(filepath.Join(folder, "graded"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	e.before = func(word string) error {
		if word == killer {
			p, _ := os.FindProcess(os.Getpid())
			_ = p.Kill()
			select {}
		}
		time.Sleep(pause) // what a grading takes
		return nil
	}
	e.graded = func(word string) { fmt.Fprintln(log, word) }
	var f *farm.Farm
	for f == nil {
		if f, err = farm.Open(ctx, farm.Access{URL: url}); err != nil {
			select {
			case <-time.After(50 * time.Millisecond):
			case <-ctx.Done():
				return nil
			}
		}
	}
	w, err := f.Worker(ctx, e, farm.WorkerOptions{Slots: 2, Rest: time.Millisecond})
	if err != nil {
		return err
	}
	return w.Run(ctx)
}

// A process is one that is started again after it was killed.
type process struct {
	t    *testing.T
	act  string
	wrap []string // stands before the command
	cmd  *exec.Cmd
	over chan struct{} // closed when it has ended
}

func (p *process) start() {
	self, err := os.Executable()
	require.NoError(p.t, err)
	command := append(append([]string{}, p.wrap...), self)
	p.cmd = exec.Command(command[0], command[1:]...)
	p.cmd.Env = append(os.Environ(), actEnv+"="+p.act)
	require.NoError(p.t, p.cmd.Start())
	over, cmd := make(chan struct{}), p.cmd
	p.over = over
	go func() {
		defer close(over)
		_ = cmd.Wait() // it was killed
	}()
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.over
}

func (p *process) ended() bool {
	select {
	case <-p.over:
		return true
	default:
		return false
	}
}

func begin(t *testing.T, act string, wrap ...string) *process {
	t.Helper()
	p := &process{t: t, act: act, wrap: wrap}
	p.start()
	t.Cleanup(func() { p.kill() })
	return p
}
