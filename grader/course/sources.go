package course

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// goFiles lists the .go files of a folder, by name.
func goFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, entry := range entries {
		if !entry.IsDir() && filepath.Ext(entry.Name()) == ".go" && !strings.HasPrefix(entry.Name(), ".") {
			files = append(files, entry.Name())
		}
	}
	return files, nil
}

func parseGo(c *collector, root, name string) (*ast.File, *token.FileSet) {
	data, err := readLimited(filepath.Join(root, filepath.FromSlash(name)), maxTOML)
	if err != nil {
		c.add(name, 0, "cannot be read: "+reason(err), "make it a readable Go file")
		return nil, nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, data, parser.SkipObjectResolution)
	if err != nil {
		line, message := 1, err.Error()
		var list scanner.ErrorList
		if errors.As(err, &list) && len(list) > 0 {
			line, message = list[0].Pos.Line, list[0].Msg
		}
		c.add(name, line, "does not parse: "+oneLine(message), "correct it")
		return nil, nil
	}
	return file, fset
}

// parse parses a file of the course; it returns nil after noting why not.
func (l *loader) parse(name string) (*ast.File, *token.FileSet) {
	return parseGo(&l.collector, l.course.Root, name)
}
