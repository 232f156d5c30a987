package jail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// A Cell is the jail of one level. The zero value is L1's, with the defaults.
type Cell struct {
	Level Level
	// Temp is the folder for private homes; empty means os.TempDir().
	Temp string
	// QuitGrace is how long a process that ran into its wall clock limit gets to
	// print the stacks of its goroutines; 0 means ten seconds. A healthy process
	// needs milliseconds, on a busy machine perhaps seconds.
	QuitGrace time.Duration
}

// Isolation implements [Jail].
func (c Cell) Isolation() string { return c.Level.describe() }

const defaultQuitGrace = 10 * time.Second

// Run implements [Jail].
func (p Cell) Run(ctx context.Context, c Command) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	limits := c.Limits.withDefaults()
	home, err := os.MkdirTemp(p.Temp, "workbook-home-")
	if err != nil {
		return Result{}, fmt.Errorf("making a private home: %w", err)
	}
	defer os.RemoveAll(home)

	proc, err := start(c, home, limits)
	if err != nil {
		return Result{}, err
	}
	proc.grace = cmp.Or(p.QuitGrace, defaultQuitGrace)
	return proc.watch(ctx, limits)
}

// A process is a running command with the pipes that drain it.
type process struct {
	cmd     *exec.Cmd
	began   time.Time
	output  *output
	results *limited
	drains  []*drain
	exited  chan error // receives cmd.Wait's error
	grace   time.Duration
}

func start(c Command, home string, limits Limits) (*process, error) {
	p := &process{
		output:  &output{limit: limits.OutputKiB << 10},
		results: &limited{n: MaxResults},
		exited:  make(chan error, 1),
	}
	cmd := exec.Command(c.Path, c.Args...)
	cmd.Dir = home
	cmd.Env = append(cleanEnv(home), c.Env...)
	p.cmd = cmd

	var given []*os.File // our copies of what the process inherits
	defer func() {
		for _, f := range given {
			f.Close()
		}
	}()
	pipe := func(sink func([]byte)) (*os.File, error) {
		w, d, err := newDrain(sink)
		if err != nil {
			return nil, fmt.Errorf("making a pipe for %s: %w", filepath.Base(c.Path), err)
		}
		given = append(given, w)
		p.drains = append(p.drains, d)
		return w, nil
	}
	abandon := func(err error) (*process, error) {
		for _, f := range given {
			f.Close()
		}
		for _, d := range p.drains {
			d.finish()
		}
		return nil, err
	}

	stdout, err := pipe(func(b []byte) { p.output.write(b, false) })
	if err != nil {
		return abandon(err)
	}
	stderr, err := pipe(func(b []byte) { p.output.write(b, true) })
	if err != nil {
		return abandon(err)
	}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	if c.ResultsEnv != "" {
		results, err := pipe(p.results.write)
		if err != nil {
			return abandon(err)
		}
		cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", c.ResultsEnv, inherit(cmd, results)))
	}
	ownGroup(cmd)
	p.began = time.Now()
	if err := cmd.Start(); err != nil {
		return abandon(fmt.Errorf("starting %s: %w", filepath.Base(c.Path), err))
	}
	go func() { p.exited <- cmd.Wait() }()
	return p, nil
}

// watch waits for the end of the process or the first limit, and cleans up.
func (p *process) watch(ctx context.Context, limits Limits) (Result, error) {
	wall := time.NewTimer(limits.Wall)
	defer wall.Stop()
	memory := time.NewTicker(10 * time.Millisecond)
	defer memory.Stop()

	res := Result{Cause: Exited}
	var waitErr error
loop:
	for {
		select {
		case waitErr = <-p.exited:
			break loop
		case <-memory.C:
			mib := residentMiB(p.cmd.Process.Pid)
			res.PeakMiB = max(res.PeakMiB, mib)
			if limits.MemoryMiB > 0 && mib > limits.MemoryMiB {
				res.Cause = MemoryFull
				killGroup(p.cmd)
				waitErr = <-p.exited
				break loop
			}
		case <-wall.C:
			res.Cause = WallClock
			waitErr = p.quit()
			break loop
		case <-ctx.Done():
			killGroup(p.cmd)
			<-p.exited
			p.finish(&res)
			return res, ctx.Err()
		}
	}
	res.Elapsed = time.Since(p.began)
	p.finish(&res)

	var exit *exec.ExitError
	switch {
	case waitErr == nil:
	case errors.As(waitErr, &exit):
		res.Exit = exit.ExitCode()
		res.Signal = endSignal(exit)
	default:
		return res, fmt.Errorf("waiting for %s: %w", filepath.Base(p.cmd.Path), waitErr)
	}
	return res, nil
}

// quit asks the Go runtime for the stacks of all goroutines, which ends the
// process, and kills it when it does not answer.
func (p *process) quit() error {
	requestStacks(p.cmd)
	grace := time.NewTimer(p.grace)
	defer grace.Stop()
	select {
	case err := <-p.exited:
		return err
	case <-grace.C:
		killGroup(p.cmd)
		return <-p.exited
	}
}

// finish ends whatever is left of the group and collects what was printed.
func (p *process) finish(res *Result) {
	killGroup(p.cmd)
	for _, d := range p.drains {
		d.finish()
	}
	res.Output, res.Cut, res.Trace = p.output.result()
	res.Results = p.results.buf
}
