// Package handover goes on as another program of the workbook: one that needs what a
// learner never does, such as a database, and that workbook itself is therefore not
// linked with.
//
//	status, err := handover.Program{Name: "workbook-serve", Near: root, Tell: note}.Run(ctx, args)
//
// The program is the one that lies beside workbook on disk, or else it is built by the go
// command from the module that workbook's own packages come from, seen from the folder
// Near. Arguments, streams and the environment are passed on as they are. On Unix it takes
// the place of this process, so that signals reach it and its exit status is this one's;
// elsewhere it is a child, and Run returns its exit status.
package handover

import (
	"context"
	"debug/buildinfo"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"workbook/cmd/internal/tr"
)

// engine is the module that all programs of the workbook are in, at cmd/NAME.
const engine = "workbook"

// A Program is one of the workbook's.
type Program struct {
	Name string            // of its folder below cmd: "workbook-serve"
	Near string            // a folder in the course's module, or in that of the engine
	Tell func(text string) // hears what takes long; may be nil
}

// ErrAbsent is wrapped when the program is neither on disk nor in the module: a student
// release, for instance, has only what a learner needs.
var ErrAbsent = tr.Error("it is not here")

// ErrNoGo is wrapped when there is no go command to build the program with.
var ErrNoGo = tr.Error("the go command was not found")

// Run goes on as the program. It returns an error when that cannot begin, and only where
// a process cannot take another's place an exit status. When ctx ends while the program is
// built, the error is ctx's.
func (p Program) Run(ctx context.Context, args []string) (status int, err error) {
	path, err := p.Find(ctx)
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	if err != nil {
		return 0, tr.Errorf("going on as %s: %w", p.Name, err)
	}
	status, err = become(path, append([]string{p.Name}, args...))
	if err != nil {
		return 0, tr.Errorf("going on as %s: starting %s: %w", p.Name, path, err)
	}
	return status, nil
}

// Find is the path of the program, which is built when it is not beside this one: for who
// starts it, rather than goes on as it.
func (p Program) Find(ctx context.Context) (string, error) {
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), p.file())
		if p.is(beside) {
			return beside, nil
		}
	}
	return p.build(ctx)
}

// is reports whether a file is this program, and not another of the same name.
func (p Program) is(path string) bool {
	info, err := buildinfo.ReadFile(path)
	return err == nil && info.Path == engine+"/cmd/"+p.Name
}

// build builds the program into the user's cache, where the go command finds it again and
// leaves it alone while it is up to date. It is the same, byte for byte, wherever the module
// lies, whatever git says of it, and with any C compiler or none: machines that grade
// together hold each other to that.
func (p Program) build(ctx context.Context) (string, error) {
	goCommand, err := exec.LookPath("go")
	if err != nil {
		return "", tr.Errorf("%w: install Go from https://go.dev/dl and see that its bin folder is on PATH", ErrNoGo)
	}
	dir, err := p.module(ctx, goCommand)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(filepath.Join(dir, "cmd", p.Name)); errors.Is(err, fs.ErrNotExist) {
		return "", tr.Errorf("%w: %s has no cmd/%s; a student release leaves it out", ErrAbsent, dir, p.Name)
	}
	path, err := p.place(dir)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil && p.Tell != nil {
		p.Tell(tr.T("building %s, once; it takes a minute or two", p.Name))
	}
	// In the module itself, because a course's own go.mod need not know what the program requires.
	cmd := exec.CommandContext(ctx, goCommand, "build", "-trimpath", "-buildvcs=false", "-o", path, "./cmd/"+p.Name)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", tr.Errorf("building it in %s: %w\n%s", dir, err, strings.TrimSpace(string(out)))
	}
	return path, nil
}

// module is the folder of the engine's module, as the go command sees it from Near.
func (p Program) module(ctx context.Context, goCommand string) (string, error) {
	cmd := exec.CommandContext(ctx, goCommand, "list", "-m", "-f", "{{.Dir}}", engine)
	cmd.Dir = p.Near
	out, err := cmd.Output()
	dir := strings.TrimSpace(string(out))
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return "", tr.Errorf("%w: beside this program there is no %s, and the go command finds no module %s to build it from: %s",
			ErrAbsent, p.file(), engine, strings.TrimSpace(string(exit.Stderr)))
	case err != nil:
		return "", tr.Errorf("asking the go command for the module %s: %w", engine, err)
	case dir == "":
		return "", tr.Errorf("%w: the module %s is not on this machine; `go mod download %s` fetches it", ErrAbsent, engine, engine)
	}
	return dir, nil
}
