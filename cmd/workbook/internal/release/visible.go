package release

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// place puts the visible checks of an exercise where a release has them: in visible/ID,
// with a copy of the stub beside them, which a submission stands in for as it does for
// the reference.
func place(t tree, module, id string) error {
	from, to := "solutions/"+id, "visible/"+id
	f, ok := t[from+"/"+course.VisibleFile]
	if !ok {
		return nil
	}
	delete(t, from+"/"+course.VisibleFile)
	parsed, err := parser.ParseFile(token.NewFileSet(), course.VisibleFile, f.data, parser.SkipObjectResolution)
	if err != nil {
		return tr.Errorf("reading the visible checks of %s: %w", id, err)
	}
	f.data = bytes.ReplaceAll(f.data, []byte(`"`+module+"/"+from+`"`), []byte(`"`+module+"/"+to+`"`))
	t[to+"/"+course.VisibleFile] = f
	if !hasMain(parsed) {
		t[to+"/main_test.go"] = file{data: fmt.Appendf(nil, visibleMain, parsed.Name.Name)}
	}
	for name, stub := range t {
		if path.Dir(name) == "exercises/"+id && path.Ext(name) == ".go" {
			t[to+"/"+path.Base(name)] = stub
		}
	}
	return nil
}

const visibleMain = `package %s

import (
	"testing"

	"workbook/grader/check"
)

func TestMain(m *testing.M) { check.Main(m) }
`

// hasMain reports whether a test file has a TestMain of its own.
func hasMain(f *ast.File) bool {
	return slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && fn.Name.Name == "TestMain"
	})
}
