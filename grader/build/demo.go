package build

import (
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"workbook/grader/jail"
)

// DemoPackage is the package that a course's own demo is written with.
const DemoPackage = "workbook/grader/demo/live"

// Demo builds a course's own demo, a package main of these files, and returns where the
// program is. spec.Imports are not looked at: a demo may use the standard library and the
// package for demos. The go command sees none of its source where compiler and linker can be
// called without it. The error is a *Failure or an *Exceeded when it does not build.
func (t *Toolchain) Demo(ctx context.Context, j jail.Jail, spec Spec, files []File) (program string, err error) {
	h := &Harness{spec: spec, toolchain: t, packages: map[string]listed{}}
	folder := path.Join(h.spec.names().Virtual(), "demo")
	if h.spec.Imports, err = demoImports(folder, files); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(spec.Temp, "demo-")
	if err != nil {
		return "", fmt.Errorf("making a folder to build the demo in: %w", err)
	}
	b := &Build{h: h, jail: j, dir: dir, src: filepath.Join(dir, "src")}
	defer func() {
		if err != nil {
			b.Remove()
		}
	}()
	if err := b.write(files); err != nil {
		return "", fmt.Errorf("copying the demo: %w", err)
	}
	program = filepath.Join(dir, "demo"+exe())
	printed, err := b.demo(ctx, folder, program)
	if exit := exited(0); errors.As(err, &exit) {
		return "", &Failure{What: "the demo", Output: b.inFolder(folder, string(printed))}
	}
	err = b.outcome("the demo", printed, err)
	return program, err
}

// demo compiles and links it. Only Linux's flags of compiler and linker are known here; see
// [Harness.Compile].
func (b *Build) demo(ctx context.Context, folder, out string) ([]byte, error) {
	if err := b.h.list(ctx, listing{patterns: b.h.spec.Imports}, &counter{}); err != nil {
		return nil, err
	}
	for _, name := range b.h.spec.Imports {
		if b.h.packages[name].Module != nil && name != DemoPackage {
			return nil, notForDemos(folder, "", strconv.Quote(name))
		}
	}
	if runtime.GOOS != "linux" {
		printed, err := run(ctx, b.h.spec.Root, b.h.trustedEnv(), b.h.toolchain.goCommand(), "build", "-trimpath", "-o", out, "./"+folder)
		if ctx.Err() == nil && err != nil {
			return printed, exited(1)
		}
		return printed, err
	}
	config := filepath.Join(b.dir, "demo.cfg")
	if err := b.h.writeConfig(config, nil); err != nil {
		return nil, err
	}
	main := listed{ImportPath: folder, Dir: b.src, GoFiles: b.files}
	return direct{}.program(ctx, b, program{main: main, name: "demo", config: config, out: out, measures: true})
}

// inFolder names the demo's files in what the compiler has printed.
func (b *Build) inFolder(folder, printed string) string {
	printed = strings.ReplaceAll(printed, b.src+string(filepath.Separator), folder+"/")
	for _, name := range b.files {
		bare := regexp.MustCompile(`(?m)(^|[ \t(])(?:\./)?` + regexp.QuoteMeta(name) + `:`)
		printed = bare.ReplaceAllString(printed, "${1}"+folder+"/"+name+":")
	}
	return printed
}

// demoImports are what a demo imports, and what every program needs.
func demoImports(folder string, files []File) ([]string, error) {
	needed := map[string]bool{"runtime": true}
	for _, f := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), path.Join(folder, f.Name), f.Data, parser.ImportsOnly)
		if err != nil {
			return nil, &Failure{What: "the demo", Output: err.Error()}
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil || name != DemoPackage && (!standard.MatchString(name) || strings.Contains("/"+name+"/", "/internal/")) {
				return nil, notForDemos(folder, f.Name, spec.Path.Value)
			}
			needed[name] = true
		}
	}
	return slices.Sorted(maps.Keys(needed)), nil
}

func notForDemos(folder, file, name string) error {
	return &Failure{What: "the demo", Output: fmt.Sprintf("%s: a demo imports the standard library and %s, and not %s", path.Join(folder, file), DemoPackage, name)}
}

// standard matches what an import path of the standard library looks like.
var standard = regexp.MustCompile(`^[a-z][a-z0-9]*(/[a-z0-9]+)*$`)
