package policy

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
)

// argumentRules are functions and methods of which one argument decides how far
// they reach. It must be a constant, one that fine accepts.
var argumentRules = map[string]struct {
	argument int
	fine     func(constant.Value) bool
	what     string // what is fine, for a sentence
	hint     string
}{
	// How far up the stack, or which instruction: up to these it is the submission's.
	"log.Output":         {0, atMost(2), "a constant of at most 2 there, which keeps to its own code", "Write 2 for the line that called your function, or use log.Printf."},
	"log/slog.NewRecord": {3, atMost(0), "a constant of at most 0 there, which keeps to its own code", "Write 0 for the place, or pass on the record that the handler is given."},
	// It asks, and changes nothing: how many processors there are is for who runs
	// the check to say.
	"runtime.GOMAXPROCS": {0, atMost(0), "the constant 0, which asks and changes nothing", "Write runtime.GOMAXPROCS(0)."},
	// As debug.Stack has it: the stacks of other goroutines are other people's.
	"runtime.Stack": {1, func(v constant.Value) bool { return v.Kind() == constant.Bool && !constant.BoolVal(v) },
		"the constant false, for the stack of its own goroutine", "Write false, or use debug.Stack of package runtime/debug, which makes room for all of the stack."},
}

// networkArguments are the functions and methods of package net that take the name
// of a network, and which argument it is.
var networkArguments = map[string]int{
	"net.Dial": 0, "net.DialTimeout": 0, "net.Listen": 0, "net.ListenPacket": 0,
	"net.Dialer.Dial": 0, "net.Dialer.DialContext": 1, "net.ListenConfig.Listen": 1, "net.ListenConfig.ListenPacket": 1,
}

func atMost(most int64) func(constant.Value) bool {
	return func(v constant.Value) bool {
		n, exact := constant.Int64Val(constant.ToInt(v))
		return exact && n <= most
	}
}

// arguments refuses calls that would reach too far, and the use of such functions
// as values, where nothing is known of their arguments.
func (f *file) arguments() {
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
		f.network(call, t.info.Uses[sel.Sel])
		r, ok := argumentRules[t.info.Uses[sel.Sel].Pkg().Path()+"."+sel.Sel.Name]
		if !ok || r.argument >= len(call.Args) {
			return true
		}
		v := t.info.Types[call.Args[r.argument]].Value
		fine[sel.Sel] = v != nil && r.fine(v)
		return true
	})
	f.uses(func(id *ast.Ident, obj types.Object) {
		name := obj.Pkg().Path() + "." + obj.Name()
		if _, isFunc := obj.(*types.Func); !isFunc || fine[id] {
			return
		}
		if r, ok := argumentRules[name]; ok {
			f.refusef(id.Pos(), r.hint, "A submission may call %s only with %s.", name, r.what)
		}
	})
}

// network refuses sockets that are not of the internet: files can be sent over a
// Unix socket. Where the name of the network is known only when the program runs, the
// jail sees to it.
func (f *file) network(call *ast.CallExpr, obj types.Object) {
	name := obj.Pkg().Path() + "."
	if owner := ownerOf(obj); owner != "" {
		name += owner + "."
	}
	i, ok := networkArguments[name+obj.Name()]
	if !ok || i >= len(call.Args) {
		return
	}
	v := f.sub.typed.info.Types[call.Args[i]].Value
	if v == nil || v.Kind() != constant.String || !strings.HasPrefix(constant.StringVal(v), "unix") {
		return
	}
	f.refusef(call.Args[i].Pos(), "Use \"tcp\" and an address such as \"127.0.0.1:0\".", "A submission may not make Unix sockets: files can be sent over them, which reaches beyond the program.")
}
