package policy

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
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
	"encoding/base64", "encoding/binary", "encoding/hex", "encoding/json",
	"errors", "fmt", "io", "iter",
	"log", "log/slog",
	"maps", "math", "math/bits", "math/rand", "math/rand/v2",
	"net", "net/netip",
	"os", // its standard streams and its errors alone
	"slices", "sort", "strconv", "strings",
	"sync", "sync/atomic",
	"syscall", // its error numbers alone
	"time",
	"unicode", "unicode/utf8",
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

// A memberRule says which members of a package a submission may use, also when
// the exercise allows the package.
type memberRule struct {
	allowed func(name string) bool
	what    string // what is allowed, for a sentence
	hint    string // what to do instead of most others
}

func only(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

var memberRules = map[string]memberRule{
	"os": {
		allowed: only("Stdout", "Stderr",
			"ErrClosed", "ErrDeadlineExceeded", "ErrExist", "ErrInvalid", "ErrNotExist", "ErrPermission",
			"IsTimeout", "PathError", "SyscallError"),
		what: "its standard streams and its errors",
		hint: "log.Printf writes to standard error; what the code needs comes as arguments",
	},
	"syscall": {
		allowed: func(name string) bool { return name == "Errno" || isErrorNumber(name) },
		what:    "its error numbers",
		hint:    "package net does the system calls for you",
	},
	"runtime": {
		allowed: only("Error", "GOMAXPROCS", "Goexit", "Gosched", "KeepAlive", "NumCPU", "NumGoroutine", "PanicNilError"),
		what:    "what is about goroutines and panics",
		hint:    "channels, sync and context are enough here",
	},
	"runtime/debug": {
		allowed: only("PrintStack", "Stack"),
		what:    "Stack and PrintStack",
		hint:    "leave the runtime's settings as they are",
	},
	"net": {
		allowed: func(name string) bool {
			return name != "FileConn" && name != "FileListener" && name != "FilePacketConn"
		},
		what: "what does not take a file",
		hint: "use the listener that is given, or net.Listen",
	},
}

// isErrorNumber reports whether a name is like ECONNRESET or WSAECONNRESET.
func isErrorNumber(name string) bool {
	name = strings.TrimPrefix(name, "WSA")
	return strings.HasPrefix(name, "E") && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

// insteadOf says why some packages are refused and what to use.
var insteadOf = map[string]string{
	"C":                        "write it in Go",
	"embed":                    "write what you need in the source itself",
	"flag":                     "what the code needs comes as arguments of its functions",
	"golang.org/x/exp/maps":    "use maps of the standard library",
	"golang.org/x/exp/slices":  "use slices of the standard library",
	"golang.org/x/net/context": "use context of the standard library",
	"io/ioutil":                "use io",
	"net/http":                 "use the net.Listener and net.Conn themselves; that is the exercise",
	"net/rpc":                  "use the net.Listener and net.Conn themselves; that is the exercise",
	"os/exec":                  "do the work in this process, on goroutines",
	"os/signal":                "the code ends when its listener or its tasks do",
	"plugin":                   "write the code here",
	"reflect":                  "use type parameters, an interface or a type switch",
	"runtime":                  "use channels, sync or time; exercises that need runtime allow it",
	"runtime/debug":            "use log.Printf; exercises that need stacks allow it",
	"testing":                  "leave tests to _test.go files, which are yours to run and are not graded",
	"unsafe":                   "use type parameters, or encoding/binary for bytes",
}

// allowed reports whether a submission may import the package.
func (r Rules) allowed(pkg string) bool {
	return pkg != "C" && pkg != "unsafe" && (slices.Contains(defaultImports, pkg) || slices.Contains(r.Imports, pkg))
}

func imports(f *file) {
	for _, spec := range f.ast.Imports {
		pkg, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			f.refuse(spec.Path.Pos(), "this import is not a string", "write a path in quotes")
			continue
		}
		if spec.Name != nil {
			f.importName(spec.Name)
		}
		if f.sub.rules.allowed(pkg) {
			continue
		}
		message := fmt.Sprintf("importing %s is not allowed in this exercise", strconv.Quote(clip(pkg)))
		hint, ok := insteadOf[pkg]
		switch {
		case pkg == "C":
			message = "a submission may not use cgo, which brings in code of another language"
		case ok:
		case strings.HasPrefix(pkg, "workbook/") || pkg == "workbook":
			message = "a submission may not import packages of the course"
			hint = "everything of the exercise is in your own package"
		case strings.HasPrefix(pkg, ".") || strings.HasPrefix(pkg, "/"):
			hint = "a submission is one package; put the code beside this file"
		case strings.Contains(strings.Split(pkg, "/")[0], "."):
			hint = "the standard library and golang.org/x/sync are enough; other modules are not there when the submission is built"
		default:
			hint = "these are allowed: " + strings.Join(Allowed(f.sub.rules.Imports), ", ")
		}
		f.refuse(spec.Path.Pos(), message, hint)
	}
}

// importName refuses the names that an import may not have.
func (f *file) importName(name *ast.Ident) {
	switch {
	case name.Name == ".":
		f.refuse(name.Pos(), "a dot import hides which names come from another package", "import the package under its own name")
	case name.Name == "_":
		f.refuse(name.Pos(), "a blank import is there only for what the package does behind the scenes", "remove it")
	case types.Universe.Lookup(name.Name) != nil:
		f.refusef(name.Pos(), "choose another name", "this import gives the predeclared %s another meaning", name.Name)
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

// members looks at every selector whose base is named like an import. A variable
// of that name is not told apart: calling one "os" in a file that imports os is
// rarer than a reader's mistake about scopes would be dear.
func members(f *file) {
	if !slices.ContainsFunc(slices.Collect(maps.Values(f.imports)), func(pkg string) bool { _, ok := memberRules[pkg]; return ok }) {
		return
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		base, ok := sel.X.(*ast.Ident)
		if !ok {
			return true
		}
		pkg := f.imports[base.Name]
		if r, ok := memberRules[pkg]; ok && !r.allowed(sel.Sel.Name) {
			f.refusef(sel.Pos(), r.hint, "%s.%s is not allowed: of package %s a submission may use %s only",
				base.Name, sel.Sel.Name, pkg, r.what)
		}
		return true
	})
}

func rawConnection(f *file) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "SyscallConn" {
			f.refuse(sel.Sel.Pos(), "SyscallConn goes around package net to the system's own descriptor", "use the methods of net.Conn and net.Listener")
		}
		return true
	})
}
