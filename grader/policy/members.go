package policy

import (
	"go/ast"
	"go/constant"
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
			"PanicNilError", "TypeAssertionError", "UnlockOSThread", "Version"),
		what: "what is about goroutines, their threads and panics",
		hint: "Channels, sync and context are enough here.",
	},
	"runtime/debug": {
		allowed: only("PrintStack", "Stack"),
		what:    "Stack and PrintStack",
		hint:    "Leave the runtime's settings as they are.",
	},
	"net": {
		allowed: func(name string) bool {
			return name != "FileConn" && name != "FileListener" && name != "FilePacketConn"
		},
		what: "what does not take a file",
		hint: "Use the listener that is given, or net.Listen.",
	},
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
		allowed: func(name string) bool { return name != "File" && name != "SyscallConn" },
		what:    "those that keep to the connection itself",
		hint:    "Use the methods of net.Conn and net.Listener; CloseWrite, CloseRead and the deadlines are there, too.",
	},
}

// placeRules are functions and methods that tell places in the program by an
// argument: how far up the stack, or which instruction. It must be a constant up
// to the one given, which keeps to the submission's own code.
var placeRules = map[string]struct {
	argument int
	most     int64
	hint     string
}{
	"log.Output":         {0, 2, "Write 2 for the line that called your function, or use log.Printf."},
	"log/slog.NewRecord": {3, 0, "Write 0 for the place, or pass on the record that the handler is given."},
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
	f.places()
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

// places refuses calls that could tell the places of other people's code.
func (f *file) places() {
	t := f.sub.typed
	fine := map[*ast.Ident]bool{}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !t.foreign(t.info.Uses[sel.Sel]) || t.info.Types[sel.X].IsType() {
			return true // of a method expression, the first argument is another one
		}
		r, ok := placeRules[t.info.Uses[sel.Sel].Pkg().Path()+"."+sel.Sel.Name]
		if !ok || r.argument >= len(call.Args) {
			return true
		}
		if v := t.info.Types[call.Args[r.argument]].Value; v != nil {
			n, exact := constant.Int64Val(constant.ToInt(v))
			fine[sel.Sel] = exact && n <= r.most
		}
		return true
	})
	f.uses(func(id *ast.Ident, obj types.Object) {
		name := obj.Pkg().Path() + "." + obj.Name()
		if _, isFunc := obj.(*types.Func); !isFunc || fine[id] {
			return
		}
		if r, ok := placeRules[name]; ok {
			f.refusef(id.Pos(), r.hint, "A submission may call %s only with a constant of at most %d here, which keeps to its own code.", name, r.most)
		}
	})
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

func rawConnection(f *file) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "SyscallConn" {
			f.refuse(sel.Sel.Pos(), "SyscallConn goes around package net to the system's own descriptor.", rawHint)
		}
		return true
	})
}

const rawHint = "Use the methods of net.Conn and net.Listener."

// rawInterface refuses interfaces that have the methods which hand out system
// descriptors: whatever has such a method could be asserted to be one, and the
// method called.
func rawInterface(f *file) {
	t := f.sub.typed
	ast.Inspect(f.ast, func(n ast.Node) bool {
		face, ok := n.(*ast.InterfaceType)
		if !ok {
			return true
		}
		for _, field := range face.Methods.List {
			for _, name := range field.Names {
				fn, ok := t.info.Defs[name].(*types.Func)
				if ok && t.handsOut(fn) {
					f.refusef(name.Pos(), rawHint, "With the method %s, this interface goes around package net and os to the system's own descriptor.", name.Name)
				}
			}
		}
		return true
	})
}

// handsOut reports whether a method is like Fd, SyscallConn or File of packages
// net and os: in their place, its result may also be a type parameter. One that
// gives a type of the submission's own is another method of that name.
func (t *typed) handsOut(fn *types.Func) bool {
	results := fn.Signature().Results()
	if fn.Signature().Params().Len() != 0 || results.Len() == 0 {
		return false
	}
	first := types.Unalias(results.At(0).Type())
	switch fn.Name() {
	case "Fd":
		basic, ok := first.(*types.Basic)
		return results.Len() == 1 && (ok && basic.Kind() == types.Uintptr || t.notOwn(first))
	case "SyscallConn", "File":
		return results.Len() == 2 && t.notOwn(first)
	}
	return false
}

// notOwn reports whether t is, or points to, a type of another package or a type
// parameter, which can stand for one.
func (t *typed) notOwn(typ types.Type) bool {
	if p, ok := typ.(*types.Pointer); ok {
		typ = types.Unalias(p.Elem())
	}
	switch typ := typ.(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		return t.foreign(typ.Obj())
	}
	return false
}
