package build

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// direct calls the compiler and the linker as the go command would, with the
// archives that the go command made.
type direct struct{}

// linkEnv spares the linker most of its garbage collections, which are a twentieth of its
// time; it stays far below its limit.
var linkEnv = []string{"GOGC=800"}

// A unit is one package to compile.
type unit struct {
	path    string // import path; "main" for programs
	dir     string // where the files are
	display string // how traces name dir; empty keeps nothing of it
	files   []string
	archive string
	config  string   // importcfg
	read    []string // what the compiler must see of it beyond the build's own folder
	quick   bool     // it is compiled with less care: what it does takes no time
}

func (direct) compileUnit(ctx context.Context, b *Build, u unit) ([]byte, error) {
	args := []string{"-o", u.archive, "-p", u.path, "-importcfg", u.config, "-pack",
		"-trimpath", u.dir + "=>" + u.display, "-lang", b.h.spec.Go, "-complete", "-nolocalimports", "-c=2",
		"-buildid", "workbook/workbook",
		"-dwarf=false"} // which the linker would throw away: a sixth of the compiler's time
	if u.quick {
		args = append(args, "-l") // nothing is inlined, which is another sixth
	}
	if b.h.spec.Race {
		args = append(args, "-race", "-installsuffix", "race")
	}
	return b.tool(ctx, call{
		dir: u.dir, name: b.h.toolchain.tool("compile"), args: append(args, u.files...),
		read: u.read, limits: compileLimits,
	})
}

func (d direct) compile(ctx context.Context, b *Build) ([]byte, error) {
	b.archive = filepath.Join(b.dir, "submission.a")
	config := filepath.Join(b.dir, "submission.cfg")
	if err := b.h.writeConfig(config, nil); err != nil {
		return nil, err
	}
	return d.compileUnit(ctx, b, unit{
		path: b.h.spec.pkg(), dir: b.src, display: b.h.spec.names().Virtual(),
		files: b.files, archive: b.archive, config: config,
	})
}

func (d direct) inside(ctx context.Context, b *Build, out string) ([]byte, error) {
	pkg := b.h.spec.pkg()
	tests, ok := b.h.packages[pkg+"_test"]
	if !ok {
		return nil, fmt.Errorf("there is no package %s_test", pkg)
	}
	main, ok := b.h.packages[pkg+".test"]
	if !ok {
		return nil, fmt.Errorf("there is no test program for %s", pkg)
	}
	config := filepath.Join(b.dir, "inside.cfg")
	archives := map[string]string{pkg: b.archive, pkg + "_test": filepath.Join(b.dir, "inside_test.a")}
	if b.h.runtime != "" {
		archives["runtime"] = b.h.runtime
	}
	if err := b.h.writeConfig(config, archives); err != nil {
		return nil, err
	}
	printed, err := d.compileUnit(ctx, b, unit{
		path: pkg + "_test", dir: tests.Dir, read: []string{tests.Dir}, display: pkg, files: tests.GoFiles,
		archive: archives[pkg+"_test"], config: config, quick: true,
	})
	if err != nil {
		return printed, err
	}
	if main, err = b.insideMain(main); err != nil {
		return nil, err
	}
	return d.program(ctx, b, main, "inside", config, out, "-X", "testing.testBinary=1")
}

func (d direct) subject(ctx context.Context, b *Build, out string) ([]byte, error) {
	main, ok := b.h.packages[b.h.spec.pkg()+"/subject"]
	if !ok {
		return nil, fmt.Errorf("there is no subject program for %s", b.h.spec.ID)
	}
	config := filepath.Join(b.dir, "subject.cfg")
	if err := b.h.writeConfig(config, map[string]string{b.h.spec.pkg(): b.archive}); err != nil {
		return nil, err
	}
	return d.program(ctx, b, main, "subject", config, out)
}

// program compiles a package main and links it.
func (d direct) program(ctx context.Context, b *Build, main listed, name, config, out string, linkFlags ...string) ([]byte, error) {
	archive := filepath.Join(b.dir, name+"_main.a")
	if printed, err := d.compileUnit(ctx, b, unit{
		path: "main", dir: main.Dir, read: []string{main.Dir}, display: strings.TrimSuffix(main.ImportPath, ".test"),
		files: main.GoFiles, archive: archive, config: config, quick: true,
	}); err != nil {
		return printed, err
	}
	// Without symbol table and DWARF a stack trace says as much as with them.
	args := append([]string{"-importcfg", config, "-o", out, "-s", "-w", "-buildmode=exe", "-buildid", "workbook"}, linkFlags...)
	if main.DefaultGODEBUG != "" { // as the go command does for a go.mod that is older than the toolchain
		args = append(args, "-X=runtime.godebugDefault="+main.DefaultGODEBUG)
	}
	if b.h.spec.Race {
		cc := strings.Fields(b.h.toolchain.env.CC + " gcc")[0]
		args = append(args, "-race", "-installsuffix", "race", "-extld", cc)
	}
	return b.tool(ctx, call{dir: b.dir, name: b.h.toolchain.tool("link"), args: append(args, archive), env: linkEnv, limits: linkLimits})
}
