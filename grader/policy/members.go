package policy

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

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
		allowed: only("Stdout", "Stderr", "File",
			"ErrClosed", "ErrDeadlineExceeded", "ErrExist", "ErrInvalid", "ErrNoDeadline", "ErrNotExist", "ErrPermission",
			"IsExist", "IsNotExist", "IsPermission", "IsTimeout", "PathError", "SyscallError"),
		what: "its standard streams and its errors",
		hint: "To print, log.Printf writes to standard error; what the code needs to know comes as arguments.",
	},
	"syscall": {
		allowed: func(name string) bool { return name == "Errno" || isErrorNumber(name) },
		what:    "its error numbers",
		hint:    "Package net does the system calls for you.",
	},
	"runtime": {
		allowed: only("Compiler", "Error", "GOARCH", "GOMAXPROCS", "GOOS", "Goexit", "Gosched", "KeepAlive", "LockOSThread", "NumCPU", "NumGoroutine",
			"PanicNilError", "Stack", "TypeAssertionError", "UnlockOSThread", "Version"),
		what: "what is about goroutines, their threads and panics",
		hint: "Channels, sync and context are enough here.",
	},
	"runtime/debug": {
		allowed: only("PrintStack", "Stack"),
		what:    "Stack and PrintStack",
		hint:    "Leave the runtime's settings as they are.",
	},
	"net": {
		allowed: func(name string) bool { return !slices.Contains(fileFunctions, name) },
		what:    "what neither takes a file nor makes a Unix socket",
		hint:    "Use the listener that is given, or net.Listen with \"tcp\".",
	},
	"fmt": {
		allowed: func(name string) bool { return name != "Scan" && name != "Scanln" && name != "Scanf" },
		what:    "what leaves standard input alone",
		hint:    "Standard input is empty here; fmt.Fscan and fmt.Sscan read what you give them.",
	},
}

// fileFunctions are those of package net that take a file, or make a socket over
// which files can be sent.
var fileFunctions = []string{
	"FileConn", "FileListener", "FilePacketConn", "DialUnix", "ListenUnix", "ListenUnixgram",
}

// methodRules say the same of the methods of a type; "net" stands for every type
// of the package. The methods of others are free.
var methodRules = map[string]memberRule{
	"os.File": {
		allowed: only("Name", "ReadFrom", "Sync", "Write", "WriteString"),
		what:    "those that write",
		hint:    "Write with fmt.Fprintln(os.Stderr, ...), and leave the file open.",
	},
	"net": {
		allowed: func(name string) bool {
			return name != "File" && name != "SyscallConn" && name != "ReadMsgUnix" && name != "WriteMsgUnix"
		},
		what: "those that keep to the connection itself",
		hint: "Use the methods of net.Conn and net.Listener; CloseWrite, CloseRead and the deadlines are there, too.",
	},
}

// A field that a submission may not set or read, and why.
var fieldRules = map[string]refusedImport{
	"net.Control":        {"it reaches the system's descriptor before package net uses it", "Leave it out; the defaults are right here."},
	"net.ControlContext": {"it reaches the system's descriptor before package net uses it", "Leave it out; the defaults are right here."},
	"net.Dial":           {"it puts another network under the name lookups", "Leave it out; the defaults are right here."},
	"log/slog.PC":        {"it names a place in the program", "Pass the record on as it is."},
}

// isErrorNumber reports whether a name is like ECONNRESET or WSAECONNRESET.
func isErrorNumber(name string) bool {
	name = strings.TrimPrefix(name, "WSA")
	return strings.HasPrefix(name, "E") && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
}

// members looks at every selector whose base names an import.
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
		if !ok || base.Obj != nil {
			return true // a variable's
		}
		if pkg := f.imports[base.Name]; pkg != "" {
			f.packageMember(sel.Pos(), pkg, base.Name, sel.Sel.Name)
		}
		return true
	})
}

// packageMember refuses what a package declares and a submission may not use.
func (f *file) packageMember(pos token.Pos, pkg, base, name string) {
	if r, ok := memberRules[pkg]; ok && !r.allowed(name) {
		f.refusef(pos, r.hint, "A submission may not use %s.%s: of package %s, it may use %s only.", base, clip(name), pkg, r.what)
	}
}

// typedMembers looks at everything of another package that the file names.
func typedMembers(f *file) {
	f.arguments()
	f.uses(func(id *ast.Ident, obj types.Object) {
		pkg := obj.Pkg().Path()
		switch owner := ownerOf(obj); {
		case obj.Parent() == obj.Pkg().Scope():
			f.packageMember(id.Pos(), pkg, obj.Pkg().Name(), obj.Name())
		case isField(obj):
			if r, ok := fieldRules[pkg+"."+obj.Name()]; ok {
				f.refusef(id.Pos(), r.hint, "A submission may not use the field %s of package %s: %s.", obj.Name(), pkg, r.why)
			}
		case !f.sub.rules.visible(pkg) && !isInternal(pkg):
			f.refusef(id.Pos(), "Leave it alone; "+f.sub.rules.instead(pkg), "The method %s belongs to package %s, which a submission may not use.", clip(obj.Name()), pkg)
		case owner != "":
			f.method(id, pkg, owner)
		}
	})
}

// method refuses what a type of another package offers and a submission may not
// use. The selector's own name is looked at, wherever it was promoted to.
func (f *file) method(id *ast.Ident, pkg, owner string) {
	name := id.Name
	if r, ok := memberRules[pkg]; ok && token.IsExported(owner) && !r.allowed(owner) {
		f.refusef(id.Pos(), r.hint, "A submission may not use %s of %s.%s: of package %s, it may use %s only.", clip(name), pkg, owner, pkg, r.what)
		return
	}
	for key, of := range map[string]string{pkg + "." + owner: pkg + "." + owner, pkg: "package " + pkg} {
		if r, ok := methodRules[key]; ok && !r.allowed(name) {
			f.refusef(id.Pos(), r.hint, "A submission may not use the method %s of %s: it may use only %s.", clip(name), of, r.what)
		}
	}
}

// ownerOf names the type that a method belongs to; empty for what is no method,
// and for those of interfaces without a name.
func ownerOf(obj types.Object) string {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Signature().Recv() == nil {
		return ""
	}
	t := types.Unalias(fn.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	if named, ok := t.(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

func isField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}

// isInternal reports whether only the standard library itself can import the
// package. What it declares is there for others under the name of another one.
func isInternal(pkg string) bool {
	return strings.HasPrefix(pkg, "internal/") || strings.Contains(pkg, "/internal/") || strings.HasPrefix(pkg, "vendor/")
}
