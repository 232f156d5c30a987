package course

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// comparisonFile holds what is told of the reference after a pass, in an exercise's
// solutions folder.
const comparisonFile = "comparison.toml"

// A Comparison is what a learner who has passed is told about other ways, as
// comparison.toml of an exercise says it; see [Guide]. Both may be left out, and so may
// the file: then nothing is said of the reference, and all known-right solutions are
// shown, by name. A copy of the course may come without testdata, and then has no styles.
type Comparison struct {
	Reference string // one sentence: how the reference does it
	Styles    []Style
}

// A Style is a known-right solution that is worth showing.
type Style struct {
	Name string // the folder's name
	Dir  string // absolute
	Says string // the comment before its package clause: what it does, and what that trades
}

// Comparison reads what is told about the solutions of an exercise. A comment that
// begins as godoc wants it, "Package echo reads …", is given as "Reads …".
func (c *Course) Comparison(id string) (Comparison, error) {
	var found collector
	cmp := c.comparison(&found, id)
	if err := found.err(); err != nil {
		return Comparison{}, fmt.Errorf("the comparison of %s cannot be used: %w", id, err)
	}
	return cmp, nil
}

// comparison notes what is wrong with comparison.toml, and with the styles it names.
func (c *Course) comparison(found *collector, id string) Comparison {
	var cmp Comparison
	file := path.Join("solutions", id, comparisonFile)
	dir := filepath.Join(c.SolutionDir(id), "testdata", "right")
	known, err := folders(dir)
	if err != nil {
		found.add(path.Join("solutions", id, "testdata", "right"), 0, "cannot be read: "+reason(err), "make it readable")
		return cmp
	}
	if !exists(filepath.Join(c.Root, filepath.FromSlash(file))) {
		for _, name := range known {
			says, _ := leadingComment(filepath.Join(dir, name))
			cmp.Styles = append(cmp.Styles, Style{name, filepath.Join(dir, name), says})
		}
		return cmp
	}
	t := readTable(found, c.Root, file)
	if t == nil {
		return cmp
	}
	cmp.Reference = oneLine(t.text("reference"))
	if styles := t.texts("styles"); isDir(dir) {
		cmp.Styles = t.styles(dir, styles, known)
	}
	t.finish()
	return cmp
}

// styles reads the known-right solutions that are worth showing, of those in dir.
func (t *table) styles(dir string, named []item, known []string) []Style {
	var styles []Style
	for _, it := range named {
		same := func(s Style) bool { return s.Name == it.text }
		switch {
		case !slices.Contains(known, it.text):
			fix := "name a folder of testdata/right"
			if near := Nearest(it.text, known); len(near) > 0 {
				fix = "did you mean " + near[0] + "?"
			}
			t.add(t.file, it.line, fmt.Sprintf("there is no known-right solution %q", it.text), fix)
			continue
		case slices.ContainsFunc(styles, same):
			t.add(t.file, it.line, fmt.Sprintf("%q is named twice", it.text), "name it once")
			continue
		}
		says, err := leadingComment(filepath.Join(dir, it.text))
		if err != nil {
			t.add(t.file, it.line, fmt.Sprintf("%s: %s", it.text, reason(err)),
				"say before its package clause what it does and what that trades")
		}
		styles = append(styles, Style{it.text, filepath.Join(dir, it.text), says})
	}
	return styles
}

// folders lists the folders in a folder, by name; none when it is not there.
func folders(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

var errNoComment = errors.New("the solution has no comment that tells a learner about it")

// leadingComment is the comment before the package clause of the first file of a folder
// that has one.
func leadingComment(dir string) (string, error) {
	files, err := goFiles(dir)
	if err != nil {
		return "", err
	}
	for _, name := range files {
		data, err := readLimited(filepath.Join(dir, name), maxTOML)
		if err != nil {
			return "", err
		}
		file, err := parser.ParseFile(token.NewFileSet(), "", data, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			continue // noted where the solutions are looked at
		}
		if says := saidBy(file); says != "" {
			return says, nil
		}
	}
	return "", errNoComment
}

// saidBy is the text of a file's package comment, without what godoc wants before it.
func saidBy(file *ast.File) string {
	says := oneLine(file.Doc.Text())
	rest, ok := strings.CutPrefix(says, "Package "+file.Name.Name+" ")
	if !ok {
		return says
	}
	first, size := utf8.DecodeRuneInString(rest)
	return string(unicode.ToUpper(first)) + rest[size:]
}
