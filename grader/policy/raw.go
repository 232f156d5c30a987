package policy

import (
	"go/ast"
	"go/types"
)

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
	if fn.Name() == "WriteMsgUnix" || fn.Name() == "ReadMsgUnix" {
		return true // they take and give what was sent beside the data: files
	}
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
