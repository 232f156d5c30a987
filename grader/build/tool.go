package build

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"workbook/grader/jail"
)

// Limits of the compiler and of the linker, each time that they are called. What a
// submission of an ordinary size takes is a tenth of a second and 100 MiB.
var (
	compileLimits = jail.Limits{Wall: time.Minute, MemoryMiB: 1024, OutputKiB: 256}
	linkLimits    = jail.Limits{Wall: 2 * time.Minute, MemoryMiB: 2048, OutputKiB: 256}
)

// An Exceeded is a build that was stopped because it took too much.
type Exceeded struct {
	What   string // what was being built
	Cause  jail.Cause
	Limits jail.Limits
}

func (e *Exceeded) Error() string {
	limit := fmt.Sprintf("used more than %d MiB of memory", e.Limits.MemoryMiB)
	if e.Cause == jail.WallClock {
		limit = fmt.Sprintf("took longer than %v", e.Limits.Wall)
	}
	return fmt.Sprintf("building %s %s", e.What, limit)
}

// A call is a call of a build tool on something that has to do with a submission.
type call struct {
	dir    string
	name   string
	args   []string
	env    []string // more of it
	read   []string // beyond the toolchain and what it has built
	limits jail.Limits
}

// An exited is a tool's exit with a code that is not zero.
type exited int

func (e exited) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// tool makes the call inside the build's jail, where it can change nothing but the
// build's own folder, and returns what it printed.
func (b *Build) tool(ctx context.Context, c call) ([]byte, error) {
	env := append(b.h.toolchain.submissionEnv(b.h.spec.Race, b.dir), c.env...)
	res, err := b.jail.Run(ctx, jail.Command{
		Path: c.name, Args: c.args, Dir: c.dir, Env: env, Limits: c.limits,
		Access: jail.Access{Tools: true, Write: []string{b.dir}, Read: append(b.h.toolchain.readable(b.h.spec.Race), c.read...)},
	})
	what := filepath.Base(c.name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", what, err)
	case res.Cause != jail.Exited:
		return res.Output, &Exceeded{Cause: res.Cause, Limits: c.limits}
	case res.Exit == 0 && res.Signal == nil:
		return res.Output, nil
	case outOfMemory.Match(res.Output):
		return res.Output, &Exceeded{Cause: jail.MemoryFull, Limits: c.limits}
	}
	if m := gaveUp.Find(res.Output); m != nil {
		// The rest is the tool's own stack, which says nothing about the submission.
		return fmt.Appendf(nil, "the %s program of Go itself gave up on it: %s\n", what, m), exited(max(res.Exit, 1))
	}
	if res.Signal != nil {
		return res.Output, fmt.Errorf("%s was ended by the signal %q", what, res.Signal)
	}
	return res.Output, exited(res.Exit)
}

var (
	outOfMemory = regexp.MustCompile(`(?m)^(fatal error: )?runtime: (out of memory|cannot allocate)|^fatal error: .*out of memory`)
	gaveUp      = regexp.MustCompile(`(?m)^(fatal error|panic): .*`)
)

// readable is what the tools need to see: themselves, and what they have built.
func (t *Toolchain) readable(race bool) []string {
	paths := []string{t.env.GOTOOLDIR, t.env.GOCACHE, os.DevNull}
	if !race {
		return paths
	}
	// Programs with the race detector are linked by the system's own linker.
	more := []string{"/usr", "/bin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache"}
	if cc, err := exec.LookPath(strings.Fields(t.env.CC + " gcc")[0]); err == nil {
		more = append(more, filepath.Dir(cc))
	}
	for _, p := range more {
		if _, err := os.Stat(p); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}
