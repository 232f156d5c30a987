package contract

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"

	"workbook/grader/policy"
)

// A declaration is one exported thing that a package offers.
type declaration struct {
	name      string // "Echo", "Handle", "Handle.Join"
	signature string // as a person would write it, without the body
	shape     string // the signature without names of parameters, to compare
	pos       token.Position
}

// declarations lists what a file exports; nothing for a file that does not parse.
func declarations(f policy.File) []declaration {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, f.Name, f.Data, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var out []declaration
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if decl, ok := function(fset, d); ok {
				out = append(out, decl)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.IsExported() {
						out = append(out, declaration{name: spec.Name.Name, signature: "type " + spec.Name.Name, pos: fset.Position(spec.Pos())})
					}
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						if n.IsExported() {
							out = append(out, declaration{name: n.Name, signature: d.Tok.String() + " " + n.Name, pos: fset.Position(n.Pos())})
						}
					}
				}
			}
		}
	}
	return out
}

func function(fset *token.FileSet, d *ast.FuncDecl) (declaration, bool) {
	name := NameOf(d)
	if !d.Name.IsExported() || !ast.IsExported(name) {
		return declaration{}, false
	}
	head := *d
	head.Body, head.Doc = nil, nil
	return declaration{name: name, signature: source(fset, &head), shape: shape(fset, d.Type), pos: fset.Position(d.Pos())}, true
}

// NameOf is a function's name with that of its receiver's type: "Serve", "Server.stop".
func NameOf(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	return receiver(d.Recv.List[0].Type) + "." + d.Name.Name
}

// receiver is the name of a method's type.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.ParenExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// shape is a function's type without the names of its parameters, and of those of the
// functions that it takes and gives, which it leaves without them in t.
func shape(fset *token.FileSet, t *ast.FuncType) string {
	ast.Inspect(t, func(n ast.Node) bool {
		if inner, ok := n.(*ast.FuncType); ok && inner != t {
			unnamed(inner.Params)
			unnamed(inner.Results)
		}
		return true
	})
	list := func(fields *ast.FieldList) string {
		var out []string
		if fields == nil {
			return ""
		}
		for _, f := range fields.List {
			for range max(len(f.Names), 1) {
				out = append(out, source(fset, f.Type))
			}
		}
		return strings.Join(out, ", ")
	}
	return "[" + list(t.TypeParams) + "](" + list(t.Params) + ") (" + list(t.Results) + ")"
}

func unnamed(fields *ast.FieldList) {
	if fields == nil {
		return
	}
	var all []*ast.Field
	for _, f := range fields.List {
		for range max(len(f.Names), 1) {
			all = append(all, &ast.Field{Type: f.Type})
		}
	}
	fields.List = all
}

func source(fset *token.FileSet, node any) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, fset, node); err != nil {
		return ""
	}
	return b.String()
}
