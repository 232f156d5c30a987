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
	made := archives[pkg+"_test"]
	used, printed, err := d.orReuse(b, "test", b.archive, func() ([]byte, error) {
		return d.compileUnit(ctx, b, unit{
			path: pkg + "_test", dir: tests.Dir, read: []string{tests.Dir}, display: pkg, files: tests.GoFiles,
			archive: made, config: config, quick: true,
		})
	}, made)
	if err != nil {
		return printed, err
	}
	if archives[pkg+"_test"] = used; used != made {
		if err := b.h.writeConfig(config, archives); err != nil {
			return nil, err
		}
	}
	imported := imports(tests.Dir, tests.GoFiles, pkg)
	if main, err = b.insideMain(main, imported); err != nil {
		return nil, err
	}
	against := used
	if !imported || main.ImportPath != "testmain" { // it imports the submission as well
		against = ""
	}
	return d.program(ctx, b, program{main: main, name: "inside", config: config, out: out, against: against}, "-X", "testing.testBinary=1")
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
	return d.program(ctx, b, program{main: main, name: "subject", config: config, out: out, against: b.archive})
}

// A program is a package main to compile and link.
type program struct {
	main    listed
	name    string
	config  string // importcfg
	out     string
	against string // archive of what it imports that depends on the submission

	measures bool // what it does is to take no longer than need be
}

// program compiles a package main and links it.
func (d direct) program(ctx context.Context, b *Build, p program, linkFlags ...string) ([]byte, error) {
	made := filepath.Join(b.dir, p.name+"_main.a")
	archive, printed, err := d.orReuse(b, p.name, p.against, func() ([]byte, error) {
		return d.compileUnit(ctx, b, unit{
			path: "main", dir: p.main.Dir, read: append(b.h.reusable(), p.main.Dir), display: strings.TrimSuffix(p.main.ImportPath, ".test"),
			files: p.main.GoFiles, archive: made, config: p.config, quick: !p.measures,
		})
	}, made)
	if err != nil {
		return printed, err
	}
	// Without symbol table and DWARF a stack trace says as much as with them.
	args := append([]string{"-importcfg", p.config, "-o", p.out, "-s", "-w", "-buildmode=exe", "-buildid", "workbook"}, linkFlags...)
	if p.main.DefaultGODEBUG != "" { // as the go command does for a go.mod that is older than the toolchain
		args = append(args, "-X=runtime.godebugDefault="+p.main.DefaultGODEBUG)
	}
	if b.h.spec.Race {
		cc := strings.Fields(b.h.toolchain.env.CC + " gcc")[0]
		args = append(args, "-race", "-installsuffix", "race", "-extld", cc)
	}
	return b.tool(ctx, call{dir: b.dir, name: b.h.toolchain.tool("link"), args: append(args, archive), env: linkEnv, read: b.h.reusable(), limits: linkLimits})
}
