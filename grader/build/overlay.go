package build

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
)

// overlay has the go command build everything, with an overlay that hides the
// reference's files and puts the submission's in their folder.
type overlay struct{}

func (overlay) flags(b *Build) ([]string, error) {
	replace := map[string]string{}
	present, err := filepath.Glob(filepath.Join(b.h.spec.dir(), "*.go"))
	if err != nil {
		return nil, err
	}
	for _, f := range present {
		if match, _ := filepath.Match("*_test.go", filepath.Base(f)); !match {
			replace[f] = "" // as if it were not there
		}
	}
	for _, name := range b.files {
		replace[filepath.Join(b.h.spec.dir(), name)] = filepath.Join(b.src, name)
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.dir, "overlay.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		return nil, err
	}
	return append(b.h.buildFlags(), "-mod=readonly", "-overlay", file), nil
}

func (o overlay) run(ctx context.Context, b *Build, verb []string, args ...string) ([]byte, error) {
	flags, err := o.flags(b)
	if err != nil {
		return nil, err
	}
	args = append(append(verb, flags...), args...)
	// The go command keeps its cache and reads modules: it can be bounded, and not
	// walled in. The systems that need this way have nothing stronger either.
	return b.tool(ctx, call{dir: b.h.spec.Root, name: b.h.toolchain.goCommand(), args: args, limits: linkLimits})
}

func (o overlay) compile(ctx context.Context, b *Build) ([]byte, error) {
	return o.run(ctx, b, []string{"build"}, b.h.spec.pkg())
}

func (o overlay) inside(ctx context.Context, b *Build, out string) ([]byte, error) {
	return o.run(ctx, b, []string{"test", "-c", "-vet=off"}, "-ldflags=-s -w", "-o", out, b.h.spec.pkg())
}

func (o overlay) subject(ctx context.Context, b *Build, out string) ([]byte, error) {
	return o.run(ctx, b, []string{"build"}, "-ldflags=-s -w", "-o", out, b.h.spec.pkg()+"/subject")
}
