package jail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
)

// A Cell is the jail of one level. The zero value is L1's, with the defaults.
type Cell struct {
	Level Level // zero means L1
	// Temp is the folder for private homes; empty means os.TempDir().
	Temp string
	// QuitGrace is how long a process that ran into its wall clock limit gets to
	// print the stacks of its goroutines; 0 means ten seconds. A healthy process
	// needs milliseconds, on a busy machine perhaps seconds.
	QuitGrace time.Duration
	// Warden is a program that package workbook/grader/jail/warden is part of;
	// empty means this one. L1 needs none.
	Warden string
}

// Isolation implements [Jail].
func (c Cell) Isolation() string { return c.Level.describe() }

const defaultQuitGrace = 10 * time.Second

// Run implements [Jail].
func (c Cell) Run(ctx context.Context, cmd Command) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	limits := cmd.Limits.withDefaults()
	home, removeHome, err := c.home(cmd)
	if err != nil {
		return Result{}, fmt.Errorf("making a private home: %w", err)
	}
	defer removeHome()

	proc, err := c.start(cmd, home, limits)
	if err != nil {
		return Result{}, err
	}
	proc.grace = cmp.Or(c.QuitGrace, defaultQuitGrace)
	return proc.watch(ctx, limits)
}

// home gives the folder where the command starts, and what to do with it in the end.
func (c Cell) home(cmd Command) (dir string, remove func(), err error) {
	switch {
	case cmd.Dir != "":
		return cmd.Dir, func() {}, nil
	case c.Level > L1 && !cmd.Guard:
		return "/", func() {}, nil // of which it sees nothing
	}
	temp, err := c.temp()
	if err != nil {
		return "", nil, err
	}
	dir, err = os.MkdirTemp(temp, "workbook-home-")
	return dir, func() { os.RemoveAll(dir) }, err
}

// temp is the folder for private homes and roots. It is absolute, since who uses it
// starts in another folder.
func (c Cell) temp() (string, error) { return filepath.Abs(cmp.Or(c.Temp, os.TempDir())) }

// A process is a running command with the pipes that drain it.
type process struct {
	cmd     *exec.Cmd
	entry   *Entry
	began   time.Time
	output  *output
	results *limited
	task    *handover  // nil when there is none
	given   []*os.File // our copies of what the process inherits
	drains  []*drain
	exited  chan error // receives cmd.Wait's error
	peak    memory     // as far as anybody looked
	grace   time.Duration
	single  bool // it cannot start others
}

func (c Cell) start(command Command, home string, limits Limits) (*process, error) {
	p := &process{
		cmd:     exec.Command(command.Path, command.Args...),
		output:  &output{limit: limits.OutputKiB << 10},
		results: &limited{n: MaxResults},
		exited:  make(chan error, 1),
	}
	if command.name != "" {
		p.cmd.Args[0] = command.name
	}
	p.cmd.Dir = home
	p.cmd.Env = append(cleanEnv(home), command.Env...)
	p.single = c.Level > L1 && !command.Guard && !command.Access.Tools
	cell := c
	err := p.connect(command)
	if err == nil && command.Guard {
		err = c.post(p.cmd, limits)
		cell.Level = L1
	}
	if err == nil {
		p.entry, err = cell.Confine(p.cmd, command.Access, limits)
	}
	if err == nil {
		p.began = time.Now()
		err = p.cmd.Start()
	}
	for _, f := range p.given {
		f.Close()
	}
	if err != nil {
		finish(p.drains)
		p.task.close()
		if p.entry != nil {
			p.entry.Close()
		}
		return nil, fmt.Errorf("starting %s: %w", filepath.Base(command.Path), err)
	}
	p.entry.listen()
	go func() { p.exited <- p.cmd.Wait() }()
	return p, nil
}

// connect makes the pipes of the process.
func (p *process) connect(command Command) (err error) {
	pipe := func(sink func([]byte)) (*os.File, error) {
		w, d, err := newDrain(sink)
		if err != nil {
			return nil, fmt.Errorf("making a pipe: %w", err)
		}
		p.given = append(p.given, w)
		p.drains = append(p.drains, d)
		return w, nil
	}
	stderr, err := pipe(func(b []byte) { p.output.write(b, true) })
	if err != nil {
		return err
	}
	p.cmd.Stdout, p.cmd.Stderr = stderr, stderr
	if !command.OneStream {
		if p.cmd.Stdout, err = pipe(func(b []byte) { p.output.write(b, false) }); err != nil {
			return err
		}
	}
	if command.ResultsEnv != "" {
		sink := p.results.write
		if command.Watch != nil {
			sink = func(b []byte) {
				p.results.came(b)
				command.Watch(b)
			}
		}
		results, err := pipe(sink)
		if err != nil {
			return err
		}
		p.cmd.Env = append(p.cmd.Env, fmt.Sprintf("%s=%d", command.ResultsEnv, inherit(p.cmd, results)))
	}
	if command.TaskEnv != "" {
		task, err := newHandover(command.Task)
		if err != nil {
			return err
		}
		p.task = task
		ask, err := pipe(task.asks)
		if err != nil {
			task.close()
			return err
		}
		p.given = append(p.given, task.r)
		p.cmd.Env = append(p.cmd.Env, fmt.Sprintf("%s=%d %d", command.TaskEnv, inherit(p.cmd, task.r), inherit(p.cmd, ask)))
	}
	return nil
}

// watch waits for the end of the process or the first limit, and cleans up.
func (p *process) watch(ctx context.Context, limits Limits) (Result, error) {
	wall := time.NewTimer(limits.Wall)
	defer wall.Stop()
	memory := time.NewTicker(10 * time.Millisecond)
	defer memory.Stop()
	// Who is not let start others has no children to look for; a warden becomes the
	// program, and is none either.
	gauge := newGauge(p.cmd.Process.Pid, !p.single)
	defer gauge.close()

	res := Result{Cause: Exited}
	var waitErr error
loop:
	for {
		select {
		case waitErr = <-p.exited:
			break loop
		case <-memory.C:
			now := gauge.look()
			p.peak = p.peak.or(now)
			if limits.MemoryMiB > 0 && now.resident > limits.MemoryMiB {
				res.Cause = MemoryFull
				Kill(p.cmd)
				waitErr = <-p.exited
				break loop
			}
		case <-wall.C:
			share := ShareOf(p.cmd.Process.Pid)
			if more := share.More(time.Since(p.began), limits.Wall); more > 0 {
				wall.Reset(more)
				continue
			}
			res.Cause, res.NoTurn = WallClock, share.wants(limits.Wall)
			waitErr = p.quit()
			break loop
		case <-ctx.Done():
			Kill(p.cmd)
			<-p.exited
			res.Moments.Ended = time.Now()
			p.finish(&res)
			p.entry.Close()
			return res, ctx.Err()
		}
	}
	res.Moments.Ended = time.Now()
	return p.result(res, waitErr, limits)
}

// result is how a process that is over has ended.
func (p *process) result(res Result, waitErr error, limits Limits) (Result, error) {
	res.Elapsed = res.Moments.Ended.Sub(p.began)
	p.finish(&res)
	res.PeakMiB = p.peak.resident
	if state := p.cmd.ProcessState; state != nil {
		res.User, res.System, res.Faults = state.UserTime(), state.SystemTime(), faults(state)
	}
	if err := p.entry.Wait(); err != nil {
		return res, fmt.Errorf("walling in %s: %w", filepath.Base(p.cmd.Path), err)
	}
	res.Moments.Ran = p.entry.ran

	var exit *exec.ExitError
	switch {
	case waitErr == nil:
	case errors.As(waitErr, &exit):
		res.Exit = exit.ExitCode()
		res.Signal = endSignal(exit)
		if res.Cause == Exited && p.starved(res, limits) {
			res.Cause = MemoryFull
		}
	default:
		return res, fmt.Errorf("waiting for %s: %w", filepath.Base(p.cmd.Path), waitErr)
	}
	return res, nil
}

// memory is what a process uses, in MiB.
type memory struct{ resident, mapped int }

func (m memory) or(other memory) memory {
	return memory{max(m.resident, other.resident), max(m.mapped, other.mapped)}
}

// ownCrash is how the Go runtime dies when it is the runtime itself that broke:
// with the machine's registers. Code that does not go around the type system
// cannot bring it to that.
var ownCrash = regexp.MustCompile(`(?m)^PC=0x[0-9a-f]+ m=\d+ sigcode=`)

// starved reports whether the process ended because the kernel gave it no more
// memory. Mostly the runtime says so; in the middle of a garbage collection it may
// stumble over what it did not get.
func (p *process) starved(res Result, limits Limits) bool {
	return limits.MemoryMiB > 0 && !limits.Sparse && p.peak.mapped > limits.MemoryMiB && ownCrash.Match(res.Trace)
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
		Kill(p.cmd)
		return <-p.exited
	}
}

// finish ends whatever is left of the group and collects what was printed.
func (p *process) finish(res *Result) {
	Kill(p.cmd)
	finish(p.drains)
	res.Asked, res.Moments.Asked = p.task.close()
	res.Moments.Began, res.Moments.Told = p.began, p.results.last
	res.Output, res.Cut, res.Trace = p.output.result()
	res.Results = p.results.buf
}
