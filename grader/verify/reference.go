package verify

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"workbook/grader/course"
)

// A reference is an exercise's own solution, with the types that the operators go by.
type reference struct {
	fset     *token.FileSet
	files    []*source
	info     *types.Info
	importer types.Importer
	lang     string // the course's version of the language
}

// A source is one file of a reference.
type source struct {
	name string
	text []byte
	ast  *ast.File
}

// readReference reads the reference in a folder of the module at root.
func readReference(ctx context.Context, root, dir string) (*reference, error) {
	names, err := referenceFiles(dir)
	if err != nil {
		return nil, err
	}
	module, err := course.ReadModule(root)
	if err != nil {
		return nil, fmt.Errorf("making mutants of the reference: %w", err)
	}
	r := &reference{fset: token.NewFileSet(), lang: module.Go}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("reading the reference: %w", err)
		}
		file, err := parser.ParseFile(r.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("making mutants of the reference: %w", err)
		}
		r.files = append(r.files, &source{name, text, file})
	}
	return r, r.types(ctx, root)
}

// referenceFiles names the files of the reference in a folder.
func referenceFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the reference: %w", err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) == ".go" && !strings.HasSuffix(e.Name(), "_test.go") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// types finds the type of each expression, as far as there is one: a reference that
// does not compile is told of when it is graded.
func (r *reference) types(ctx context.Context, root string) error {
	wanted := map[string]bool{}
	for _, pkg := range mutantImports {
		wanted[pkg] = true
	}
	var files []*ast.File
	for _, f := range r.files {
		files = append(files, f.ast)
		for _, spec := range f.ast.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				wanted[path] = true
			}
		}
	}
	var err error
	if r.importer, err = exports(ctx, root, r.fset, wanted); err != nil {
		return err
	}
	r.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
	}
	r.check(files, r.info)
	return nil
}

// check gives what the compiler has against the files.
func (r *reference) check(files []*ast.File, info *types.Info) []types.Error {
	var errs []types.Error
	conf := types.Config{GoVersion: r.lang, Importer: r.importer, Error: func(err error) {
		if e, ok := err.(types.Error); ok {
			errs = append(errs, e)
		}
	}}
	_, _ = conf.Check("reference", r.fset, files, info) // told to conf.Error
	return errs
}

// compiles reports whether the reference compiles with another text in place of one
// of its files. What the text imports and does not use any more is taken out of it:
// nobody would leave it there.
func (r *reference) compiles(name string, text []byte) ([]byte, bool) {
	for {
		file, err := parser.ParseFile(r.fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			return text, false
		}
		files := []*ast.File{file}
		for _, f := range r.files {
			if f.name != name {
				files = append(files, f.ast)
			}
		}
		errs := r.check(files, nil)
		if len(errs) == 0 {
			return text, true
		}
		shorter, ok := r.withoutImport(file, text, errs[0])
		if !ok {
			return text, false
		}
		text = shorter
	}
}

// withoutImport takes out the import that the error says nobody uses. The lines stay
// where they are.
func (r *reference) withoutImport(file *ast.File, text []byte, err types.Error) ([]byte, bool) {
	if !strings.Contains(err.Msg, "imported") || !strings.HasSuffix(err.Msg, "and not used") {
		return nil, false
	}
	at := r.fset.File(file.Pos())
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT {
			continue
		}
		for _, spec := range gen.Specs {
			if spec.Pos() != err.Pos {
				continue
			}
			var out ast.Node = spec
			if !gen.Lparen.IsValid() {
				out = gen
			}
			return append(append([]byte{}, text[:at.Offset(out.Pos())]...), text[at.Offset(out.End()):]...), true
		}
	}
	return nil, false
}
