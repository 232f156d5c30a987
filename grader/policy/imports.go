package policy

import (
	"go/ast"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"

	"workbook/grader/internal/names"
)

// defaultImports are the packages that every submission may import: what
// concurrent code that serves connections and runs tasks reasonably uses. Left
// out is what reaches the machine (os/exec, os/signal, plugin), goes around the
// type system (unsafe, reflect), knows the test that watches (testing, flag,
// runtime), or does the exercise's work behind the scenes (net/http, net/rpc).
// An exercise that needs one of them names it in its exercise.toml.
var defaultImports = []string{
	"bufio", "bytes", "cmp",
	"container/heap", "container/list", "container/ring",
	"context",
	"encoding", "encoding/base32", "encoding/base64", "encoding/binary", "encoding/csv", "encoding/hex", "encoding/json",
	"errors", "fmt",
	"hash", "hash/adler32", "hash/crc32", "hash/crc64", "hash/fnv", "hash/maphash",
	"io", "io/fs", "iter",
	"log", "log/slog",
	"maps", "math", "math/bits", "math/cmplx", "math/rand", "math/rand/v2",
	"net", "net/netip",
	"os", // its standard streams and its errors alone
	"path", "regexp",
	"slices", "sort", "strconv", "strings",
	"sync", "sync/atomic",
	"syscall", // its error numbers alone
	"text/tabwriter", "time",
	"unicode", "unicode/utf16", "unicode/utf8", "unique",
	"golang.org/x/sync/errgroup", "golang.org/x/sync/semaphore", "golang.org/x/sync/singleflight",
}

// DefaultImports lists the packages that every submission may import.
func DefaultImports() []string { return slices.Clone(defaultImports) }

// Allowed lists the packages that a submission may import, in order: those that
// every submission may, and the extra ones of its exercise.
func Allowed(extra []string) []string {
	all := slices.Concat(defaultImports, extra)
	slices.Sort(all)
	return slices.Compact(all)
}

// A refusedImport says why a package is refused and what to use instead.
type refusedImport struct{ why, hint string }

// refusedImports are the packages that people may well try.
var refusedImports = map[string]refusedImport{
	"C":                        {"it brings in code of another language", "Write it in Go."},
	"embed":                    {"it takes files from the machine that builds", "Write what you need in the source itself."},
	"flag":                     {"the command line is that of the program around your package", "What the code needs to know comes as arguments of its functions."},
	"golang.org/x/exp/maps":    {"it has moved", "Use maps of the standard library."},
	"golang.org/x/exp/slices":  {"it has moved", "Use slices of the standard library."},
	"golang.org/x/net/context": {"it has moved", "Use context of the standard library."},
	"io/ioutil":                {"it is outdated", "Use io."},
	"net/http":                 {"it hides the listener and its goroutines, which are the exercise", "Use the net.Listener and net.Conn themselves."},
	"net/rpc":                  {"it hides the listener and its goroutines, which are the exercise", "Use the net.Listener and net.Conn themselves."},
	"os/exec":                  {"it starts other programs", "Do the work in this process, on goroutines."},
	"os/signal":                {"signals are for the program around your package", "Let the code end when its listener or its tasks do."},
	"plugin":                   {"it loads code from elsewhere", "Write the code here."},
	"reflect":                  {"it looks behind types, at what is not its own", "Use type parameters, an interface or a type switch."},
	"runtime":                  {"it reaches into what runs the program", "Use channels, sync or time; the exercises that need runtime allow it."},
	"runtime/debug":            {"it reaches into what runs the program", "Use log.Printf; the exercises that need stacks allow it."},
	"testing":                  {"tests of a submission are yours to run and are not graded", "Leave it to _test.go files."},
	"unsafe":                   {"it goes around the type system", "Use type parameters, or encoding/binary for bytes."},
}

// allowed reports whether a submission may import the package.
func (r Rules) allowed(pkg string) bool {
	return pkg != "C" && pkg != "unsafe" && (slices.Contains(defaultImports, pkg) || slices.Contains(r.Imports, pkg))
}

func imports(f *file) {
	for _, spec := range f.ast.Imports {
		pkg, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			f.refuse(spec.Path.Pos(), "This import is not a string.", "Write a path in quotes.")
			continue
		}
		if spec.Name != nil {
			f.importName(spec.Name)
		}
		if f.sub.rules.allowed(pkg) {
			continue
		}
		r := f.sub.rules.explain(pkg)
		f.refusef(spec.Path.Pos(), r.hint, "Importing %s is not allowed in this exercise: %s.", strconv.Quote(clip(pkg)), r.why)
	}
}

// explain says why a package that is not allowed is not.
func (r Rules) explain(pkg string) refusedImport {
	if known, ok := refusedImports[pkg]; ok {
		return known
	}
	first, _, _ := strings.Cut(pkg, "/")
	switch {
	case names.Names{Module: r.Module}.Ours(pkg):
		return refusedImport{"packages of the course are not yours", "Everything of the exercise is in your own package."}
	case first == "" || strings.HasPrefix(first, "."):
		return refusedImport{"a submission is one package", "Put the code beside this file."}
	}
	for _, allowed := range Allowed(r.Imports) {
		if baseName(allowed) == baseName(pkg) {
			return refusedImport{"there is another package of that name", "Did you mean " + strconv.Quote(allowed) + "?"}
		}
	}
	if strings.Contains(first, ".") {
		return refusedImport{"other modules are not there when it is built", "The standard library and golang.org/x/sync are enough."}
	}
	return refusedImport{"it is not among the packages that the exercise needs", "These are allowed: " + strings.Join(Allowed(r.Imports), ", ") + "."}
}

// importName refuses the names that an import may not have.
func (f *file) importName(name *ast.Ident) {
	switch {
	case name.Name == ".":
		f.refuse(name.Pos(), "A dot import hides which names come from another package.", "Import the package under its own name.")
	case name.Name == "_":
		f.refuse(name.Pos(), "A blank import is there only for what the package does behind the scenes.", "Remove it.")
	case types.Universe.Lookup(name.Name) != nil:
		f.refusef(name.Pos(), "Choose another name.", "This import gives the predeclared %s another meaning.", name.Name)
	}
}

// importNames says which identifiers of a file stand for which packages.
func importNames(tree *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range tree.Imports {
		pkg, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // refused
		}
		name := baseName(pkg)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = pkg
	}
	return names
}

// baseName is the name that a package of the allowed kind has by itself:
// "rand" for "math/rand/v2".
func baseName(pkg string) string {
	base := path.Base(pkg)
	if v, ok := strings.CutPrefix(base, "v"); ok && path.Dir(pkg) != "." {
		if _, err := strconv.Atoi(v); err == nil {
			return path.Base(path.Dir(pkg))
		}
	}
	return base
}
