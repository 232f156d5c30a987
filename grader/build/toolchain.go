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
	"encoding/json"
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

type goEnv struct {
	GOROOT, GOTOOLDIR, GOCACHE, GOMODCACHE, GOVERSION, GOOS, GOARCH, CC string
}

// ErrNoGo is wrapped by Find's error when there is no go command.
var ErrNoGo = errors.New("the go command was not found")

// Find locates the Go installation that builds the module at root.
func Find(ctx context.Context, root string) (*Toolchain, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("%w: install Go from https://go.dev/dl and see that its bin folder is on PATH", ErrNoGo)
	}
	cmd := exec.CommandContext(ctx, path, "env", "-json",
		"GOROOT", "GOTOOLDIR", "GOCACHE", "GOMODCACHE", "GOVERSION", "GOOS", "GOARCH", "CC")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("asking the go command for its settings in %s: %w", root, withStderr(err))
	}
	t := &Toolchain{}
	if err := json.Unmarshal(out, &t.env); err != nil {
		return nil, fmt.Errorf("reading the answer of `go env -json`: %w", err)
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
	if port := t.env.GOOS + "/" + t.env.GOARCH; !slices.Contains(raceSystems, port) {
		return fmt.Errorf("Go has no race detector for %s", port)
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

// goFlags asks git nothing: in a folder of somebody else's, as the checkout in a CI's
// container often is, git refuses to answer, and the go command to build.
const goFlags = "GOFLAGS=-buildvcs=false"

// trustedEnv is for what builds no submission: it may download modules.
func (t *Toolchain) trustedEnv(race bool) []string {
	return append(os.Environ(), goFlags, "GOWORK=off", "GOTOOLCHAIN=local", cgo(race))
}

// submissionEnv is for what builds a submission: no settings of the user's, no
// network, no workspace.
func (t *Toolchain) submissionEnv(race bool) []string {
	env := []string{
		"GOROOT=" + t.env.GOROOT, "GOCACHE=" + t.env.GOCACHE, "GOMODCACHE=" + t.env.GOMODCACHE,
		"GOWORK=off", "GOENV=off", goFlags, "GOPROXY=off", "GOTOOLCHAIN=local", "GO111MODULE=on",
		"HOME=" + filepath.FromSlash("/nonexistent"), "PATH=" + os.Getenv("PATH"), cgo(race),
	}
	for _, name := range []string{"TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LOCALAPPDATA"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

func cgo(race bool) string {
	if race {
		return "CGO_ENABLED=1"
	}
	return "CGO_ENABLED=0"
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
