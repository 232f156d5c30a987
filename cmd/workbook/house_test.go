package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A housePackage is what `go list` says of a package of this module, or of one that it
// needs.
type housePackage struct {
	ImportPath, Dir, Export string
	GoFiles, Imports        []string
	DepOnly                 bool
}

func house(t *testing.T) []housePackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Imports,DepOnly", "./cmd/...", "./grader/...")
	cmd.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s", &stderr)
	var all []housePackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p housePackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else {
			require.NoError(t, err)
		}
		all = append(all, p)
	}
}

// TestHouse holds the packages to the order that CONTRIBUTING.md tells, and the files of
// each to one that is told by nobody: what calls comes before what is called.
func TestHouse(t *testing.T) {
	all := house(t)
	t.Run("dependencies point one way", func(t *testing.T) {
		for _, p := range all {
			if p.DepOnly {
				continue
			}
			for _, imported := range p.Imports {
				require.Empty(t, forbidden(p.ImportPath, imported), "%s imports %s", p.ImportPath, imported)
			}
		}
	})
	t.Run("no files in a ring", func(t *testing.T) {
		if runtime.GOOS != "linux" {
			t.Skip("other systems have other files; one of them is enough")
		}
		export := map[string]string{}
		for _, p := range all {
			export[p.ImportPath] = p.Export
		}
		fset := token.NewFileSet()
		imp := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) })
		found := map[string][]string{}
		for _, p := range all {
			if !p.DepOnly {
				if ring := ringed(calls(t, fset, imp, p)); len(ring) > 0 {
					found[strings.TrimPrefix(p.ImportPath, "workbook/")] = ring
				}
			}
		}
		for name, files := range found {
			for _, file := range files {
				assert.Contains(t, strings.Fields(rings[name]), file,
					"%s/%s calls what calls back into it, over files: move what is called into a file below both", name, file)
			}
		}
		for name, files := range rings {
			for _, file := range strings.Fields(files) {
				require.Contains(t, found[name], file, "%s/%s is in no ring any more: take it off the list", name, file)
			}
		}
	})
}

// forbidden says why a package may not import another; it is empty when it may.
func forbidden(importer, imported string) string {
	below := func(name, tree string) bool { return name == tree || strings.HasPrefix(name, tree+"/") }
	screen := strings.HasPrefix(imported, "charm.land/")
	switch {
	case screen && importer != "workbook/cmd/workbook/internal/tui":
		return "only the screen knows what it is drawn with"
	case strings.HasPrefix(imported, "modernc.org/") && importer != "workbook/cmd/workbook-serve/internal/store":
		return "only the store of the service knows its database"
	case below(imported, "github.com/nats-io") && !below(importer, "workbook/cmd/workbook-farm"):
		return "who learns or grades alone has no message server"
	case !below(imported, "workbook"):
		return ""
	case below(importer, "workbook/cmd/internal") && below(imported, "workbook/cmd") && !below(imported, "workbook/cmd/internal"):
		return "what programs have in common knows none of them"
	case importer == "workbook/cmd/workbook-serve/internal/store" && imported != "workbook/grader/report",
		importer == "workbook/cmd/workbook-serve/internal/queue",
		importer == "workbook/cmd/workbook-serve/internal/marking" && imported == "workbook/cmd/workbook-serve/internal/web":
		return "in the service web is above marking, and marking above store and queue"
	case below(imported, "workbook/solutions") || below(imported, "workbook/exercises"):
		return "the engine and the command know no exercise"
	case below(importer, "workbook/grader") && below(imported, "workbook/cmd"):
		return "the engine knows no command"
	case below(imported, "workbook/cmd") && programOf(imported) != programOf(importer) && programOf(imported) != "internal":
		return "a program knows no other's packages"
	case importer == "workbook/grader/report" && imported != "workbook/grader/report/outcome",
		importer == "workbook/grader/report/outcome":
		return "everybody has its words, so it needs nobody's"
	case importer == "workbook/grader/course" && !slices.Contains([]string{
		"workbook/grader/report", "workbook/grader/internal/limits", "workbook/grader/internal/demos", "workbook/grader/atomicfile",
	}, imported):
		return "the course model is below the engine"
	case below(importer, "workbook/grader/check") && (imported == "workbook/grader" || imported == "workbook/grader/course" || imported == "workbook/grader/build"):
		return "the kit is linked with submissions, and knows nothing of how they are graded"
	}
	return ""
}

// programOf is the folder of the program below cmd that a package is part of.
func programOf(pkg string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(pkg, "workbook/cmd/"), "/")
	return name
}

// rings are the files that call in a ring today: most of them go down a tree, or are
// methods of one type in several files. None may be added.
var rings = map[string]string{
	"cmd/internal/handin":          "archive.go tar.go zip.go",
	"cmd/workbook":                 "reset.go undo.go",
	"cmd/workbook/internal/backup": "backup.go stubs.go",
	"cmd/workbook/internal/lesson": "lesson.go markdown.go render.go table.go",
	"cmd/workbook/internal/plain":  "afterword.go bookmark.go commands.go exercises.go files.go find.go grading.go reading.go session.go solution.go undo.go verdict.go",
	"cmd/workbook/internal/tui":    "actions.go jobcontrol.go jobcontrol_unix.go root.go",
	"grader/build":                 "harness.go kept.go settings.go steady.go toolchain.go",
	"grader/check":                 "c.go call.go clock.go leaks.go pass.go run.go settle.go snapshot.go strangers.go waits.go watch.go",
	"grader/check/internal/kit":    "failure.go finish.go frames.go",
	"grader/check/outside":         "c.go failure.go lives.go subject.go",
	"grader/jail":                  "cell.go confine.go confine_linux.go level.go probe_linux.go process_linux.go",
	"grader/policy":                "arguments.go assignment.go constants.go filename.go imports.go members.go names.go policy.go read.go size.go streams.go text.go types.go typesize.go typetext.go",
	"grader/verify":                "look.go mutate.go mutation.go operators.go operators_errors.go operators_limits.go operators_order.go operators_values.go replays.go solutions.go",
}

// calls gives for each file of a package those in which a function or method is that it
// uses. Types, constants and variables are words that all files of a package share, and a
// call by an interface does not know whom it reaches.
func calls(t *testing.T, fset *token.FileSet, imp types.Importer, p housePackage) map[string]map[string]bool {
	t.Helper()
	var files []*ast.File
	for _, name := range p.GoFiles {
		tree, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, tree)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	pkg, err := (&types.Config{Importer: imp}).Check(p.ImportPath, fset, files, info)
	require.NoError(t, err)
	file := func(at token.Pos) string { return filepath.Base(fset.Position(at).Filename) }
	uses := map[string]map[string]bool{}
	for id, obj := range info.Uses {
		f, ok := obj.(*types.Func)
		if !ok || f.Pkg() != pkg {
			continue
		}
		if recv := f.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
			continue
		}
		from, to := file(id.Pos()), file(f.Pos())
		if uses[from] == nil {
			uses[from] = map[string]bool{}
		}
		uses[from][to] = from != to
	}
	return uses
}

// ringed lists the files from which calls lead over others back to them.
func ringed(uses map[string]map[string]bool) []string {
	var found []string
	for _, file := range slices.Sorted(maps.Keys(uses)) {
		seen := map[string]bool{}
		var reach func(from string)
		reach = func(from string) {
			for to, other := range uses[from] {
				if other && !seen[to] {
					seen[to] = true
					reach(to)
				}
			}
		}
		reach(file)
		if seen[file] {
			found = append(found, file)
		}
	}
	return found
}

func TestRinged(t *testing.T) {
	of := func(pairs ...string) map[string]map[string]bool {
		uses := map[string]map[string]bool{}
		for _, pair := range pairs {
			from, to, _ := strings.Cut(pair, " ")
			if uses[from] == nil {
				uses[from] = map[string]bool{}
			}
			uses[from][to] = from != to
		}
		return uses
	}
	require.Empty(t, ringed(of("a b", "a c", "b c", "c c")))
	require.Equal(t, []string{"a", "b", "c"}, ringed(of("a b", "b c", "c a", "d a", "c e")))
}
