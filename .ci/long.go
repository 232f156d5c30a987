//go:build ignore

// Long lists the files over 400 lines and the functions over 60, the longest first.
// It is a report: each of them asks to be split, and some are right as they are.
//
//	go run .ci/long.go
package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"path/filepath"
	"slices"
	"strings"
)

const (
	fileLines     = 400
	functionLines = 60
)

type long struct {
	lines int
	what  string
}

func main() {
	log.SetFlags(0)
	var files, functions []long
	for _, root := range []string{"cmd", "grader", "solutions", "exercises"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return fs.SkipDir
			case d.IsDir() || filepath.Ext(path) != ".go":
				return nil
			}
			fset := token.NewFileSet()
			tree, err := parser.ParseFile(fset, path, nil, 0)
			if err != nil {
				return err
			}
			if n := fset.File(tree.FileStart).LineCount(); n > fileLines {
				files = append(files, long{n, path})
			}
			for _, decl := range tree.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok {
					continue
				}
				from, to := fset.Position(f.Pos()), fset.Position(f.End())
				if n := to.Line - from.Line + 1; n > functionLines {
					functions = append(functions, long{n, fmt.Sprintf("%s:%d %s", path, from.Line, f.Name.Name)})
				}
			}
			return nil
		})
		if err != nil {
			log.Fatal(err)
		}
	}
	show(fmt.Sprintf("files over %d lines", fileLines), files)
	show(fmt.Sprintf("functions over %d lines", functionLines), functions)
}

func show(title string, all []long) {
	fmt.Printf("%d %s\n", len(all), title)
	slices.SortFunc(all, func(a, b long) int { return cmp.Or(cmp.Compare(b.lines, a.lines), strings.Compare(a.what, b.what)) })
	for _, l := range all {
		fmt.Printf("%6d  %s\n", l.lines, l.what)
	}
}
