package build

import (
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"workbook/grader/internal/names"
	"workbook/grader/jail/warden"
)

// A warden is this program, started again, and half of what the start of a process costs
// is the start of that. So a program that is a warden and nothing else is built once, of
// the same source, and kept beside the build cache; see [kept] for who can write there.

// ErrNoWarden is wrapped by the error of a warden that cannot be built, or would be
// another one than this program is.
var ErrNoWarden = errors.New("there is no warden of its own")

// KeptWarden gives the program in a file of dir's when it has been built before.
func (t *Toolchain) KeptWarden(dir string) (string, error) {
	kept, err := t.wardenFile()
	if err != nil {
		return "", err
	}
	info, err := os.Lstat(kept)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoWarden, err)
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o022 != 0 {
		return "", fmt.Errorf("%w: others may write to %s", ErrNoWarden, kept)
	}
	mine := filepath.Join(dir, "warden")
	if err := os.Link(kept, mine); err != nil && !errors.Is(err, fs.ErrExist) {
		if err := copyProgram(kept, mine); err != nil {
			return "", fmt.Errorf("%w: %w", ErrNoWarden, err)
		}
	}
	return mine, nil
}

// BuildWarden builds the program for the next who asks, from the course at root. It is
// kept only when it is the same warden as the one in this program.
func (t *Toolchain) BuildWarden(ctx context.Context, root, temp string) error {
	kept, err := t.wardenFile()
	if err != nil {
		return err
	}
	made := filepath.Join(temp, "warden-made")
	defer os.Remove(made)
	printed, err := run(ctx, root, t.trustedEnv(false, temp), t.goCommand(),
		"build", "-ldflags=-s -w", "-o", made, wardenProgram())
	if err != nil {
		return fmt.Errorf("%w: %w\n%s", ErrNoWarden, err, printed)
	}
	said, err := run(ctx, temp, nil, made)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoWarden, err)
	}
	built, err := buildinfo.ReadFile(made)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoWarden, err)
	}
	if string(said) != warden.Sources() || !sameModules(built, ownInfo()) {
		return fmt.Errorf("%w: the course has another workbook than this one", ErrNoWarden)
	}
	data, err := os.ReadFile(made)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoWarden, err)
	}
	if err := keep(kept, data, 0o500); err != nil {
		return fmt.Errorf("%w: %w", ErrNoWarden, err)
	}
	return nil
}

// wardenFile is where the program is kept, for this program's source and this Go.
func (t *Toolchain) wardenFile() (string, error) {
	own := ownInfo()
	if runtime.GOOS != "linux" || own == nil {
		return "", ErrNoWarden // elsewhere nothing is walled in
	}
	sum := sha256.New()
	fmt.Fprintln(sum, warden.Sources(), t.Version, t.settings(false))
	for _, m := range wardenModules(own) {
		fmt.Fprintln(sum, m)
	}
	return filepath.Join(t.env.GOCACHE, "workbook", "warden-"+hex.EncodeToString(sum.Sum(nil)[:12])), nil
}

// wardenProgram is its import path.
func wardenProgram() string {
	return path.Join(path.Dir(names.KitPackage()), "jail", "warden", "alone")
}

// wardenNeeds are the modules of others that a warden is made of.
var wardenNeeds = []string{"github.com/elastic/go-seccomp-bpf", "golang.org/x/net", "golang.org/x/sys"}

// ownInfo is what this program is made of; nil where it does not know, as tests do not.
var ownInfo = func() *debug.BuildInfo {
	if own, ok := debug.ReadBuildInfo(); ok && len(wardenModules(own)) > 0 {
		return own
	}
	return nil
}

// wardenModules are these modules as a program has them.
func wardenModules(of *debug.BuildInfo) (all []string) {
	for _, m := range of.Deps {
		if !slices.Contains(wardenNeeds, m.Path) {
			continue
		}
		is := strings.Join([]string{m.Path, m.Version, m.Sum}, " ")
		if r := m.Replace; r != nil {
			is += " => " + strings.Join([]string{r.Path, r.Version, r.Sum}, " ")
		}
		all = append(all, is)
	}
	return all
}

// sameModules reports whether a warden that was built is of the modules that this program
// has, and of no others.
func sameModules(built, own *debug.BuildInfo) bool {
	have := wardenModules(own)
	for _, m := range wardenModules(built) {
		if !slices.Contains(have, m) {
			return false
		}
	}
	return !slices.ContainsFunc(built.Deps, func(m *debug.Module) bool {
		return !slices.Contains(wardenNeeds, m.Path) && !strings.HasPrefix(wardenProgram(), m.Path+"/")
	})
}
