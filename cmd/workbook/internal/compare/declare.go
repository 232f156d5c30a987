package compare

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// A declaration is one thing that a file declares, with the comments before it.
type declaration struct {
	kind     string   // "func", "type", "var", "const", "import"; "file" for one that does not parse
	receiver string   // the type's name, of a method
	names    []string // what it declares
	lines    []string
}

// title is what people call it: "func (server) handle".
func (d declaration) title() string {
	switch {
	case d.kind == "import":
		return "imports"
	case d.receiver != "":
		return d.kind + " (" + d.receiver + ") " + d.names[0]
	case len(d.names) > 3:
		return d.kind + " " + strings.Join(d.names[:3], ", ") + ", …"
	}
	return d.kind + " " + strings.Join(d.names, ", ")
}

// sharesName reports whether both are of one kind and declare a name in common.
func (d declaration) sharesName(other declaration) bool {
	if d.kind != other.kind || d.receiver != other.receiver {
		return false
	}
	return d.kind == "import" || slices.ContainsFunc(d.names, func(name string) bool {
		return name != "_" && slices.Contains(other.names, name)
	})
}

// declarations are those of all files, in order. Types and variables that are
// declared together are taken apart, for somebody else has declared them one by one.
func declarations(files []Source) []declaration {
	var all []declaration
	for _, f := range files {
		all = append(all, inFile(f)...)
	}
	// A package has one list of imports, however many files it is in.
	first := -1
	return slices.DeleteFunc(all, func(d declaration) bool {
		if d.kind != "import" {
			return false
		}
		if first < 0 {
			first = slices.IndexFunc(all, func(d declaration) bool { return d.kind == "import" })
			return false
		}
		all[first].lines = append(all[first].lines, d.lines...)
		return true
	})
}

func inFile(f Source) []declaration {
	text := normal(f.Text)
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return []declaration{{kind: "file", names: []string{f.Name}, lines: linesOf(text)}}
	}
	c := &cutter{text: text, file: fset.File(file.FileStart)}
	c.at = c.lineEnd(file.Name.End())
	var out []declaration
	for i, decl := range file.Decls {
		end := c.lineEnd(decl.End())
		if i == len(file.Decls)-1 {
			end = len(text) // with the comments after it
		}
		out = append(out, c.cut(decl, end)...)
		c.at = max(c.at, end)
	}
	return out
}

// A cutter takes a file apart, from its beginning to its end.
type cutter struct {
	text string
	file *token.File
	at   int // everything before was taken
}

// lineEnd is where the line of pos ends.
func (c *cutter) lineEnd(pos token.Pos) int {
	offset := min(c.file.Offset(pos), len(c.text))
	if n := strings.IndexByte(c.text[offset:], '\n'); n >= 0 {
		return offset + n + 1
	}
	return len(c.text)
}

// take is the text from where the cutter stands to end.
func (c *cutter) take(end int) []string {
	if end < c.at {
		return nil
	}
	return linesOf(c.text[c.at:end])
}

func (c *cutter) cut(decl ast.Decl, end int) []declaration {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		return []declaration{{kind: "func", receiver: receiver(decl), names: []string{decl.Name.Name}, lines: c.take(end)}}
	case *ast.GenDecl:
		apart := decl.Lparen.IsValid() && (decl.Tok == token.TYPE || decl.Tok == token.VAR)
		if apart && len(decl.Specs) > 0 {
			return c.cutSpecs(decl, end)
		}
		d := declaration{kind: decl.Tok.String(), lines: c.take(end)}
		for _, spec := range decl.Specs {
			d.names = append(d.names, specNames(spec)...)
		}
		return []declaration{d}
	}
	return nil
}

// cutSpecs takes what is declared together apart, as if each stood alone.
func (c *cutter) cutSpecs(decl *ast.GenDecl, end int) []declaration {
	var out []declaration
	lead := c.take(c.file.Offset(decl.Pos())) // the comment before all of them
	c.at = c.lineEnd(decl.Lparen)
	for i, spec := range decl.Specs {
		stop := c.lineEnd(spec.End())
		d := declaration{kind: decl.Tok.String(), names: specNames(spec), lines: outdent(c.take(stop))}
		start := c.file.Line(spec.Pos()) - c.file.Line(token.Pos(c.file.Base()+c.firstInk()))
		if start >= 0 && start < len(d.lines) {
			d.lines[start] = decl.Tok.String() + " " + d.lines[start]
		}
		if i == 0 {
			d.lines = append(slices.Clone(lead), d.lines...)
		}
		out = append(out, d)
		c.at = max(c.at, stop)
	}
	c.at = max(c.at, end)
	return out
}

// firstInk is where the first line that is not blank begins.
func (c *cutter) firstInk() int {
	rest := c.text[c.at:]
	return c.at + len(rest) - len(strings.TrimLeft(rest, "\r\n"))
}

// outdent takes one tab off each line.
func outdent(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimPrefix(line, "\t")
	}
	return out
}

func specNames(spec ast.Spec) []string {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		return []string{spec.Name.Name}
	case *ast.ValueSpec:
		var names []string
		for _, n := range spec.Names {
			names = append(names, n.Name)
		}
		return names
	}
	return nil
}

// receiver is the name of a method's type, without star and type parameters.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return ""
	}
	t := f.Recv.List[0].Type
	for {
		switch of := t.(type) {
		case *ast.StarExpr:
			t = of.X
		case *ast.ParenExpr:
			t = of.X
		case *ast.IndexExpr:
			t = of.X
		case *ast.IndexListExpr:
			t = of.X
		case *ast.Ident:
			return of.Name
		default:
			return "?"
		}
	}
}
