package tr_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// english are files that have sentences nobody translates, and why. What the package's
// documentation says of them is said there for whoever translates.
var english = map[string]string{
	"cmd/internal/lang/lang.go":                "the language is not known yet",
	"cmd/internal/scripts/scripts.go":          "for whoever writes scripts that test, and by the tests",
	"cmd/internal/tr/files.go":                 "there is no translation to say it with",
	"cmd/internal/tr/po.go":                    "for translators, by the tests",
	"cmd/workbook/bench.go":                    "hidden, and for whoever changes the grader",
	"cmd/workbook/internal/canvas/svg.go":      "the marks and the style of a picture",
	"cmd/workbook/internal/doctor/folders.go":  "what it writes to try a folder, and words of the system's errors",
	"cmd/workbook/internal/doctor/golang.go":   "a program in C",
	"cmd/workbook/internal/editor/style.go":    "names of programs",
	"cmd/workbook/internal/lanes/svg.go":       "the marks and the style of a picture",
	"cmd/workbook/internal/lesson/lesson.go":   "a heading of lessons",
	"cmd/workbook/internal/plain/commands.go":  "a word that is typed",
	"cmd/workbook/internal/release/apply.go":   "messages of commits",
	"cmd/workbook/internal/release/visible.go": "a file in Go",
	"cmd/workbook/summary.go":                  "it stands in a report that is in English",
}

// Whatever looks like a sentence is said by this package, where a translation is found.
func TestNothingIsUntranslated(t *testing.T) {
	var used []string
	eachFile(t, func(path, file string) {
		found := untranslated(t, path, nil)
		if english[file] != "" {
			require.NotEmpty(t, found, "%s has no sentence of its own any more: take it off the list", file)
			used = append(used, file)
			return
		}
		for _, f := range found {
			t.Errorf("%s:%s: say it with tr.T, tr.N, tr.Errorf or tr.Error, and translate it in de.po", file, f)
		}
	}, "cmd/workbook", "cmd/internal")
	require.Len(t, used, len(english), "a file on the list is no more")
}

// untranslated lists the texts in a file that people read and this package does not say:
// what looks like a sentence, and every word of an error.
func untranslated(t *testing.T, path string, src any) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, path, src, parser.SkipObjectResolution)
	require.NoError(t, err)
	known := make(map[ast.Expr]bool) // what is said, or not meant for people
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return n.Tag == nil
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Example" {
				return false // of a command: it is typed
			}
		case *ast.CallExpr:
			if isCall(n, "strings", "Fields") {
				return false // a list
			}
			if at, says := saying(n, tree.Name.Name == "tr"); says {
				known[n.Args[0]], known[n.Args[at]] = true, true
				if at == 1 {
					known[n.Args[2]] = true
				}
			}
			if isCall(n, "fmt", "Errorf") || isCall(n, "errors", "New") {
				if text, ok := literal(n.Args[0]); ok && word.MatchString(verb.ReplaceAllString(text, "")) {
					found = append(found, fmt.Sprintf("%d: %q", set.Position(n.Pos()).Line, text))
				}
				known[n.Args[0]] = true
			}
		case ast.Expr:
			if known[n] {
				return false
			}
			if text, ok := literal(n); ok {
				if sentence.MatchString(text) && !typed.MatchString(text) {
					found = append(found, fmt.Sprintf("%d: %q", set.Position(n.Pos()).Line, text))
				}
				return false
			}
		}
		return true
	})
	return found
}

var (
	word     = regexp.MustCompile(`(^|[^-\pL])\pL{2}`)                             // and no flag
	sentence = regexp.MustCompile(`(^|[^.\pL])\pL{2,}([,;]? (\pL{2}|%)|: \pL{2})`) // and no names of files
	typed    = regexp.MustCompile(`^(go|git|workbook) `)                           // a command
)

func isCall(call *ast.CallExpr, pkg, name string) bool {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || fun.Sel.Name != name || len(call.Args) == 0 {
		return false
	}
	of, ok := fun.X.(*ast.Ident)
	return ok && of.Name == pkg
}

func TestUntranslated(t *testing.T) {
	for code, want := range map[string]string{
		`errors.New("damaged")`:                                    `2: "damaged"`,
		`fmt.Errorf("%s: %w", name, err)`:                          "",
		`fmt.Errorf("--key: %w", err)`:                             "",
		`Print("  go.mod, go.sum, README.md")`:                     "",
		`fmt.Fprintf(w, "id: %s\n", id)`:                           "",
		`fmt.Errorf("reading %s: %w", name, err)`:                  `2: "reading %s: %w"`,
		`tr.Errorf("reading %s: %w", name, err)`:                   "",
		`tr.Error("it is not here")`:                               "",
		`tr.T("in a folder: %s", "of your own")`:                   `2: "of your own"`,
		`tr.N(n, "%d file here", "%d files here", n)`:              "",
		"tr.T(`Say who`+\"`workbook class`\"+` knows`)":            "",
		`errorWithHint(err, "leave it out")`:                       `2: "leave it out"`,
		`cobra.Command{Short: "Hand in", Example: "workbook a b"}`: `2: "Hand in"`,
		`s.note("nothing to " + "hand in: " + why)`:                `2: "nothing to hand in: "`,
		`run("git add go.mod")`:                                    "",
		`strings.Fields("vi vim nvim")`:                            "",
		`name == "go.mod"`:                                         "",
	} {
		found := untranslated(t, "x.go", "package x\nvar _ = "+code)
		slices.Sort(found)
		require.Equal(t, want, strings.Join(found, "; "), strconv.Quote(code))
	}
}
