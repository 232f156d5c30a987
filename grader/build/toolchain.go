// Package build turns a submission into the programs that the grader runs.
//
// What does not depend on the submission (the standard library, the kit, the
// hidden tests' other imports) is built once by the go command and kept in a
// [Harness]. What does is the submission's package, the hidden test that imports
// it and the subject program: on Linux these are compiled and linked by calling
// the compiler and linker directly, which takes about a third of the time of the
// go command; elsewhere by the go command with an overlay that puts the
// submission in the reference's place. Nothing is ever written into the course.
package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// A Toolchain is the Go installation that builds submissions. It is safe for
// concurrent use.
type Toolchain struct {
	Version string // "go1.26.8"

	env  goEnv
	race func() error

	steady steady
}

// ErrNoGo is wrapped by Find's error when there is no go command.
var ErrNoGo = errors.New("the go command was not found")

// leastSpaceMiB is the address space with which a grading works: with 2,400 MiB it
// was seen to, with 1,500 programs die in the runtime's start.
const leastSpaceMiB = 2400

// Find locates the Go installation that builds the module at root, which is written in
// that version of the language.
func Find(ctx context.Context, root, lang string) (*Toolchain, error) {
	if mib := addressSpaceMiB(); mib > 0 && mib < leastSpaceMiB {
		return nil, fmt.Errorf("%w: this shell allows a process %d MiB of address space (ulimit -v), and Go's runtime and linker map up to %d: start it with `ulimit -v unlimited`",
			ErrSettings, mib, leastSpaceMiB)
	}
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("%w: install Go from https://go.dev/dl and see that its bin folder is on PATH", ErrNoGo)
	}
	t := &Toolchain{}
	if t.env, err = ask(ctx, path, root, lang); err != nil {
		return nil, err
	}
	t.Version = t.env.GOVERSION
	t.race = sync.OnceValue(t.findRace)
	return t, nil
}

// RaceUnavailable says why programs cannot be built with the race detector, and
// what to do about it; nil when they can.
func (t *Toolchain) RaceUnavailable() error { return t.race() }

// raceSystems are the ports that have a race detector; see
// https://go.dev/doc/articles/race_detector#Requirements.
var raceSystems = []string{
	"linux/amd64", "linux/arm64", "linux/ppc64le", "linux/s390x", "linux/loong64", "linux/riscv64",
	"darwin/amd64", "darwin/arm64", "freebsd/amd64", "netbsd/amd64", "windows/amd64",
}

func (t *Toolchain) findRace() error {
	if port := runtime.GOOS + "/" + runtime.GOARCH; !slices.Contains(raceSystems, port) {
		return fmt.Errorf("Go has no race detector for %s", port)
	}
	if mib := addressSpaceMiB(); mib > 0 {
		return fmt.Errorf("the race detector maps far more address space than it uses, and this shell allows %d MiB (ulimit -v): start it with `ulimit -v unlimited`", mib)
	}
	cc := strings.Fields(t.env.CC)
	if len(cc) == 0 {
		cc = []string{"gcc"}
	}
	if _, err := exec.LookPath(cc[0]); err != nil {
		return fmt.Errorf("the race detector needs a C compiler and %s is not on PATH: install gcc or clang", cc[0])
	}
	// A compiler without the C library's headers cannot build runtime/cgo.
	cmd := exec.Command(cc[0], append(cc[1:], "-E", "-x", "c", "-o", os.DevNull, "-")...)
	cmd.Stdin = strings.NewReader("#include <stdlib.h>\n#include <pthread.h>\n")
	if out, err := cmd.CombinedOutput(); err != nil && runtime.GOOS != "windows" {
		return fmt.Errorf("the C compiler %s does not work, the race detector needs one (%s): install the C library's headers",
			cc[0], firstLine(out))
	}
	return nil
}

func (t *Toolchain) goCommand() string {
	name := "go"
	if runtime.GOOS == "windows" {
		name = "go.exe"
	}
	return filepath.Join(t.env.GOROOT, "bin", name)
}

func (t *Toolchain) tool(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(t.env.GOTOOLDIR, name)
}

// run runs a build command and returns what it printed. A command that ran and
// failed gives a *exec.ExitError in the chain.
func run(ctx context.Context, dir string, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, env
	endWithGroup(cmd)
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return out, ctx.Err()
	}
	if err != nil {
		return out, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return out, nil
}

func withStderr(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return fmt.Errorf("%w: %s", err, bytes.TrimSpace(exit.Stderr))
	}
	return err
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return line
}
