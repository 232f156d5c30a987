package policy

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"runtime"
	"slices"

	"workbook/grader/report"
)

// CheckTypes applies the rules that need types, which reach what [Check] cannot
// see in the source alone: methods and fields, however they are selected, and
// sizes. It is for a submission that Check let through and that the compiler
// accepted within limits, because types can be built that keep a type checker
// busy for long. imp gives the packages that the submission imports.
//
// The error says that the types could not be found out: then nothing is known
// about the submission, and it must not run. It is safe for concurrent use as
// far as imp is.
func CheckTypes(src *Source, rules Rules, imp types.Importer) (refusals []report.Problem, err error) {
	defer func() {
		if v := recover(); v != nil {
			refusals, err = nil, fmt.Errorf("checking types: panic: %v", v)
		}
	}()
	s := newSubmission(src, rules)
	if syntax := s.parse(); len(syntax) > 0 {
		return nil, fmt.Errorf("checking types: %s:%d: %s", syntax[0].File, syntax[0].Line, syntax[0].Message)
	}
	if err := s.checkTypes(imp); err != nil {
		return nil, fmt.Errorf("checking types: %w", err)
	}
	for _, r := range table {
		if r.typed != nil {
			s.apply(r, r.typed)
		}
	}
	return sorted(s.refusals, maxProblems), nil
}

// What a package may be when it is compiled: honest code has some tens of bytes for
// each of its own.
const (
	maxCompiled    = 4 << 20
	compiledFactor = 64
)

// CheckSize refuses a submission that is small and becomes very large when it is
// compiled, which generic code can bring about that no rule sees through. It comes
// before [CheckTypes], whose work would grow as well. compiled is in bytes.
func CheckSize(src *Source, compiled int64) (report.Problem, bool) {
	var bytes int64
	for _, f := range src.Files {
		bytes += int64(len(f.Data))
	}
	if len(src.Files) == 0 || compiled <= maxCompiled+compiledFactor*bytes {
		return report.Problem{}, false
	}
	return report.Problem{
		File: src.Display(src.Files[0].Name), Line: 1, Rule: "type-text",
		Message: fmt.Sprintf("The package has %d bytes and becomes %d MiB when it is compiled, which keeps the tools busy for nothing.", bytes, compiled>>20),
		Hint:    "Look for types that hold others twice over, and for generic functions that are given what they gave; declare types with names instead.",
	}, true
}

// typed is what the type checker found out.
type typed struct {
	pkg     *types.Package
	info    types.Info
	guarded []types.Type // see guardedTypes
	sizes   *typeSizes
	static  int64 // bytes of the package-level variables, counted so far

	hidden map[*types.Named]*types.TypeName // what was found in a type; nil for nothing

	importer     types.Importer
	streamErrors *[]types.Error // see writeOnly; nil before it has looked
	inSight      *bool          // see streamsInSight; nil before it has looked
}

func (s *submission) checkTypes(imp types.Importer) error {
	sizes := types.SizesFor("gc", runtime.GOARCH)
	if sizes == nil {
		return errors.New("the sizes of this machine's types are not known")
	}
	s.typed = &typed{
		info: types.Info{
			Types:     map[ast.Expr]types.TypeAndValue{},
			Defs:      map[*ast.Ident]types.Object{},
			Uses:      map[*ast.Ident]types.Object{},
			Instances: map[*ast.Ident]types.Instance{},
		},
		sizes:  newTypeSizes(sizes),
		hidden: map[*types.Named]*types.TypeName{},

		importer: imp,
	}
	conf := types.Config{Importer: imp, Sizes: sizes}
	pkg, err := conf.Check("submission", s.fset, s.trees(), &s.typed.info)
	if err != nil {
		return err
	}
	s.typed.pkg = pkg
	s.typed.guarded = guardedTypes(pkg.Imports())
	return nil
}

// foreign reports whether an object belongs to another package. Predeclared
// objects belong to none.
func (t *typed) foreign(obj types.Object) bool {
	return obj != nil && obj.Pkg() != nil && obj.Pkg() != t.pkg
}

// uses calls on for each place where the file names something of another
// package, in order.
func (f *file) uses(on func(id *ast.Ident, obj types.Object)) {
	t := f.sub.typed
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if obj := t.info.Uses[id]; t.foreign(obj) {
				on(id, obj)
			}
		}
		return true
	})
}

// implied are packages that the allowed ones hand out things of, and that hold
// nothing to be kept from.
var implied = []string{"crypto"}

// visible reports whether a submission may use what belongs to the package,
// however it got hold of it.
func (r Rules) visible(pkg string) bool { return r.allowed(pkg) || slices.Contains(implied, pkg) }

// foreignType refuses values of types that the submission could not name: those
// of packages that it may not import, and those that are not among the members
// that it may use. An error of encoding/json holds a reflect.Type, for example.
func foreignType(f *file) {
	t := f.sub.typed
	refuse := func(pos token.Pos, obj *types.TypeName) {
		f.refusef(pos, "Leave it alone; "+f.sub.rules.instead(obj.Pkg().Path()),
			"This is a %s.%s, and a submission may not use that.", obj.Pkg().Path(), clip(obj.Name()))
	}
	seen := map[int]bool{} // lines; one refusal on each is enough
	ast.Inspect(f.ast, func(n ast.Node) bool {
		x, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		var found *types.TypeName
		if tv := t.info.Types[x]; tv.Type != nil && (tv.IsValue() || tv.IsType()) {
			found = f.sub.hidden(tv.Type)
		}
		if id, ok := x.(*ast.Ident); ok && found == nil {
			found = f.sub.hiddenIn(t.info.Instances[id].TypeArgs)
		}
		line := f.pos.Line(x.Pos())
		if found != nil && !seen[line] {
			seen[line] = true
			refuse(x.Pos(), found)
		}
		return true
	})
}

// instead says what to do instead of using a package, as the end of a sentence.
func (r Rules) instead(pkg string) string {
	if rule, ok := memberRules[pkg]; ok {
		return "of package " + pkg + ", a submission may use " + rule.what + " only."
	}
	return "package " + pkg + " is not among those that the exercise allows."
}

// hidden finds a type that a submission may not use, in t itself or in what it
// points to. What t holds comes to light where it is taken out.
func (s *submission) hidden(t types.Type) *types.TypeName {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return s.hidden(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			if found := s.hidden(v.Type()); found != nil {
				return found
			}
		}
	case *types.Named:
		found, known := s.typed.hidden[t]
		if !known {
			found = s.hiddenNamed(t)
			s.typed.hidden[t] = found
		}
		return found
	}
	return nil
}

func (s *submission) hiddenNamed(t *types.Named) *types.TypeName {
	if obj := t.Obj(); s.typed.foreign(obj) && obj.Exported() {
		pkg := obj.Pkg().Path()
		rule, ruled := memberRules[pkg]
		if !s.rules.visible(pkg) || ruled && !rule.allowed(obj.Name()) {
			return obj
		}
	}
	return s.hiddenIn(t.TypeArgs())
}

// hiddenIn finds a type that a submission may not use among type arguments, or
// in what they are made of: inside generic code it would not come to light.
func (s *submission) hiddenIn(args *types.TypeList) *types.TypeName {
	for arg := range args.Types() {
		if found := s.hidden(arg); found != nil {
			return found
		}
		var parts []types.Type
		switch u := types.Unalias(arg).(type) {
		case *types.Slice:
			parts = append(parts, u.Elem())
		case *types.Array:
			parts = append(parts, u.Elem())
		case *types.Chan:
			parts = append(parts, u.Elem())
		case *types.Map:
			parts = append(parts, u.Key(), u.Elem())
		case *types.Signature:
			parts = append(parts, u.Params(), u.Results())
		case *types.Struct:
			for field := range u.Fields() {
				parts = append(parts, field.Type())
			}
		}
		for _, part := range parts {
			if found := s.hidden(part); found != nil {
				return found
			}
		}
	}
	return nil
}
