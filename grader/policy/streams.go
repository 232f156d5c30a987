package policy

import (
	"errors"
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"workbook/grader/report"
)

const streamHint = "Hold it as an io.Writer, and write to it."

// streams refuses every use of a standard stream but to write to it. What is
// selected by name is found by typedMembers; here it is what a stream could be taken
// for on the way: by an interface that has more methods than those that write,
// whether the compiler sees that it fits or the program finds out when it runs.
func streams(f *file) {
	s := f.sub
	others := slices.ContainsFunc(s.refusals, func(p report.Problem) bool { return p.Rule != f.rule.name })
	if others || s.typed.osFile() == nil {
		return // it would be said twice; or the package does not import os
	}
	f.embedded()
	for _, err := range s.writeOnly() {
		// A finding has one file; the others hear of theirs.
		if s.fset.File(err.Pos) == s.fset.File(f.ast.Pos()) {
			f.refuse(err.Pos, "The standard streams may be written to and nothing else, and here one "+more(err.Msg)+".", streamHint)
		}
	}
	if s.streamsInSight() {
		f.assertions()
	}
}

var missing = regexp.MustCompile(`missing method (\w+)`)

// more says what a stream would have to be, by the words of the type checker.
func more(why string) string {
	if m := missing.FindStringSubmatch(why); m != nil {
		return "would have to have the method " + m[1]
	}
	return "is taken for more"
}

// osFile is the type *os.File; nil when no file imports os.
func (t *typed) osFile() types.Type {
	for _, pkg := range t.pkg.Imports() {
		if pkg.Path() == "os" {
			return types.NewPointer(pkg.Scope().Lookup("File").Type())
		}
	}
	return nil
}

// embedded refuses structs with a stream in them that lends them its methods: then
// what is a stream could no longer be told by its type.
func (f *file) embedded() {
	t := f.sub.typed
	ast.Inspect(f.ast, func(n ast.Node) bool {
		lit, ok := n.(*ast.StructType)
		if !ok {
			return true
		}
		for _, field := range lit.Fields.List {
			if len(field.Names) == 0 && isFile(t.info.Types[field.Type].Type) {
				f.refuse(field.Pos(), "An embedded os.File gives the struct all of its methods, and a submission may use only those that write.", "Give the field a name.")
			}
		}
		return true
	})
}

func isFile(t types.Type) bool {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	named, ok := t.(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "os" && named.Obj().Name() == "File"
}

// writeOnly checks the types of the submission once more, now with an os.File that
// has the methods of methodRules and no others. What was right before and is wrong
// now takes a stream for something else: io.Closer, fs.File, a type set.
func (s *submission) writeOnly() []types.Error {
	if s.typed.streamErrors != nil {
		return *s.typed.streamErrors
	}
	var found []types.Error
	conf := types.Config{
		Importer: onlyWriting{s.typed.importer}, Sizes: s.typed.sizes.basic,
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) && !strings.HasPrefix(e.Msg, "\t") && len(found) < maxProblems { // the rest of the one before
				found = append(found, e)
			}
		},
	}
	_, _ = conf.Check("submission", s.fset, s.trees(), nil)
	s.typed.streamErrors = &found
	return found
}

func (s *submission) trees() []*ast.File {
	var trees []*ast.File
	for _, f := range s.files {
		trees = append(trees, f.ast)
	}
	return trees
}

// onlyWriting is an importer whose package os has files that can be written to.
type onlyWriting struct{ types.Importer }

func (imp onlyWriting) Import(path string) (*types.Package, error) {
	pkg, err := imp.Importer.Import(path)
	if err != nil || path != "os" {
		return pkg, err
	}
	file, ok := pkg.Scope().Lookup("File").Type().(*types.Named)
	if !ok {
		return nil, errors.New("os.File is no type of its own")
	}
	less := types.NewPackage(path, pkg.Name())
	name := types.NewTypeName(0, less, "File", nil)
	reduced := types.NewNamed(name, file.Underlying(), nil)
	for m := range file.Methods() {
		if methodRules["os.File"].allowed(m.Name()) {
			sig := m.Signature()
			recv := types.NewParam(0, less, "f", types.NewPointer(reduced))
			reduced.AddMethod(types.NewFunc(0, less, m.Name(), types.NewSignatureType(recv, nil, nil, sig.Params(), sig.Results(), sig.Variadic())))
		}
	}
	less.Scope().Insert(name)
	for _, id := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(id)
		switch v, ok := obj.(*types.Var); {
		case id == "File":
		case ok && isFile(v.Type()):
			less.Scope().Insert(types.NewVar(0, less, id, types.NewPointer(reduced)))
		default:
			less.Scope().Insert(obj)
		}
	}
	less.MarkComplete()
	return less, nil
}

// sinks are the packages whose functions take a stream only to write to it, and do
// not give it to anybody. Of package io, it is some functions.
var (
	sinks   = []string{"bufio", "encoding/base32", "encoding/base64", "encoding/csv", "encoding/hex", "encoding/json", "fmt", "log", "log/slog", "text/tabwriter"}
	ioSinks = []string{"MultiWriter", "TeeReader", "WriteString"}
)

// streamsInSight reports whether the submission can have a stream as a value of an
// interface: it does more with one than to write to it or to hand it to a sink, or
// asks a logger for its own. Then what it asserts to be this or that may be one.
func (s *submission) streamsInSight() bool {
	t := s.typed
	if t.inSight != nil {
		return *t.inSight
	}
	fine, seen := map[*ast.Ident]bool{}, false
	written := func(x ast.Expr) {
		if sel, ok := ast.Unparen(x).(*ast.SelectorExpr); ok {
			fine[sel.Sel] = true
		}
	}
	for _, f := range s.files {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if sel, ok := ast.Unparen(n.Fun).(*ast.SelectorExpr); ok && isSink(t.info.Uses[sel.Sel]) {
					for _, arg := range n.Args {
						written(arg)
					}
				}
			case *ast.SelectorExpr:
				if fn, ok := t.info.Uses[n.Sel].(*types.Func); ok && fn.Signature().Recv() != nil {
					written(n.X)
				}
			}
			return true
		})
		f.uses(func(id *ast.Ident, obj types.Object) {
			switch v, isVar := obj.(*types.Var); {
			case isVar && !v.IsField() && isFile(v.Type()):
				seen = seen || !fine[id]
			case obj.Pkg().Path() == "log" && obj.Name() == "Writer":
				seen = true
			}
		})
	}
	t.inSight = &seen
	return seen
}

func isSink(obj types.Object) bool {
	fn, ok := obj.(*types.Func)
	if !ok || fn.Pkg() == nil {
		return false
	}
	path := fn.Pkg().Path()
	return slices.Contains(sinks, path) || path == "io" && slices.Contains(ioSinks, fn.Name())
}

// assertions refuses to ask whether a value has methods of a stream that are not
// for writing, when it may be one.
func (f *file) assertions() {
	t := f.sub.typed
	check := func(x, target ast.Expr) {
		from, to := t.info.Types[x].Type, t.info.Types[target].Type
		if from == nil || to == nil || !isInterface(from) || !types.Implements(t.osFile(), from.Underlying().(*types.Interface)) {
			return
		}
		if name := t.reaches(from, to); name != "" {
			f.refusef(target.Pos(), "Assert it to a type with fewer methods, or keep standard streams out of variables of your own.",
				"What is asserted here may be a standard stream, which would then have the method %s, and it may be written to and nothing else.", name)
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				check(n.X, n.Type)
			}
		case *ast.TypeSwitchStmt:
			x := switched(n)
			for _, clause := range n.Body.List {
				for _, target := range clause.(*ast.CaseClause).List {
					check(x, target)
				}
			}
		}
		return true
	})
}

// switched is the value that a type switch looks at.
func switched(n *ast.TypeSwitchStmt) ast.Expr {
	var x ast.Expr
	switch a := n.Assign.(type) {
	case *ast.ExprStmt:
		x = a.X
	case *ast.AssignStmt:
		x = a.Rhs[0]
	}
	if assert, ok := ast.Unparen(x).(*ast.TypeAssertExpr); ok {
		return assert.X
	}
	return x
}

// reaches names a method that a stream has, that is not for writing, and that comes
// into reach when a value of the interface from is asserted to be a to.
func (t *typed) reaches(from, to types.Type) string {
	targets := []types.Type{to}
	if _, ok := types.Unalias(to).(*types.TypeParam); ok {
		targets = nil // whatever stands for it anywhere
		for _, instance := range t.info.Instances {
			for arg := range instance.TypeArgs.Types() {
				targets = append(targets, arg)
			}
		}
	}
	for _, target := range targets {
		if !isInterface(target) {
			continue
		}
		face := target.Underlying().(*types.Interface)
		if !face.IsMethodSet() || !types.Implements(t.osFile(), face) {
			continue
		}
		for m := range face.Methods() {
			known, _, _ := types.LookupFieldOrMethod(from, false, m.Pkg(), m.Name())
			if known == nil && !methodRules["os.File"].allowed(m.Name()) {
				return m.Name()
			}
		}
	}
	return ""
}

// isInterface reports whether t is an interface, and no type parameter.
func isInterface(t types.Type) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	return types.IsInterface(t)
}
