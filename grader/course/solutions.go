package course

import (
	"errors"
	"fmt"
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"workbook/grader/report"
)

// caughtBy begins a line of a known-wrong solution that names what rejects it.
const caughtBy = "//workbook:caught-by"

// catchingStages are what can catch a known-wrong solution besides checks.
func catchingStages() (names []string) {
	for _, name := range report.StagesThat(func(s report.StageInfo) bool { return s.Catches }) {
		names = append(names, string(name))
	}
	return names
}

// A Variant is a known-right or known-wrong solution of an exercise.
type Variant struct {
	Name     string   // the folder's name
	Dir      string   // absolute
	Right    bool     // must pass
	CaughtBy []string // checks, or "race", "compile", "policy"; of a wrong one, each must reject it
}

// SolutionVariants lists the known-right and then the known-wrong solutions of
// an exercise, each kind sorted by name. There are none without solutions/.
func (c *Course) SolutionVariants(id string) ([]Variant, error) {
	var variants []Variant
	for _, sort := range []string{"right", "wrong"} {
		dir := filepath.Join(c.SolutionDir(id), "testdata", sort)
		entries, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("listing the %s solutions of %s: %w", sort, id, err)
		}
		for _, entry := range entries {
			if !entry.IsDir() {
				continue
			}
			v := Variant{Name: entry.Name(), Dir: filepath.Join(dir, entry.Name()), Right: sort == "right"}
			marks, err := readMarks(v.Dir)
			if err != nil {
				return nil, fmt.Errorf("reading the %s solution %s of %s: %w", sort, v.Name, id, err)
			}
			for _, m := range marks {
				if m.name != "" && !slices.Contains(v.CaughtBy, m.name) {
					v.CaughtBy = append(v.CaughtBy, m.name)
				}
			}
			variants = append(variants, v)
		}
	}
	return variants, nil
}

// A mark is one name after //workbook:caught-by; empty when none follows.
type mark struct {
	name string
	file string // base name
	line int
}

// readMarks finds the marks in the .go files of a folder. The files need not
// parse: a solution that does not compile is a known-wrong one too.
func readMarks(dir string) ([]mark, error) {
	files, err := goFiles(dir)
	if err != nil {
		return nil, err
	}
	var marks []mark
	for _, name := range files {
		data, err := readLimited(filepath.Join(dir, name), maxTOML)
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(data), "\n") {
			rest, ok := strings.CutPrefix(strings.TrimSpace(line), caughtBy)
			if !ok {
				continue
			}
			names := strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' })
			if len(names) == 0 {
				names = []string{""}
			}
			for _, n := range names {
				marks = append(marks, mark{name: n, file: name, line: i + 1})
			}
		}
	}
	return marks, nil
}

// solution validates the instructor's half of one exercise against what its
// exercise.toml declares.
func (l *loader) solution(e *Exercise) {
	folder := path.Join("solutions", e.ID)
	if !isDir(l.course.SolutionDir(e.ID)) {
		l.add(folder, 0, "the exercise has no solution", "add a reference, its hidden tests and testdata")
		return
	}
	l.reference(e, folder)
	l.declared(e, report.Inside, folder)
	l.declared(e, report.Outside, path.Join(folder, "outside"))
	inside, _ := l.hiddenTests(folder)
	l.visible(e, inside, folder)
	l.subject(e, folder)
	l.variants(e, folder)
	l.course.comparison(&l.collector, e.ID)
}

// reference validates that there is one, in the exercise's package.
func (l *loader) reference(e *Exercise, folder string) {
	files, err := goFiles(l.course.SolutionDir(e.ID))
	if err != nil {
		l.add(folder, 0, "cannot be read: "+reason(err), "make it readable")
		return
	}
	found := false
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		found = true
		l.inPackage(path.Join(folder, name), e.Package)
	}
	if !found {
		l.add(folder, 0, "the exercise has no reference solution", strings.TrimSpace("add one in package "+e.Package))
	}
}

// inPackage parses a file of the course and notes when it does not parse or
// declares another package than the wanted one, if that is known.
func (l *loader) inPackage(name, want string) {
	file, fset := l.parse(name)
	if file != nil && want != "" && file.Name.Name != want {
		l.add(name, fset.Position(file.Name.Pos()).Line,
			fmt.Sprintf("the file is in package %s, the exercise in %s", file.Name.Name, want), "make them the same")
	}
}

// A hiddenTest is a test function that was found in a hidden test file.
type hiddenTest struct {
	file string
	line int
}

// hiddenTests finds the test functions of a folder, by name. They are not all when one of
// the files does not parse.
func (l *loader) hiddenTests(folder string) (found map[string]hiddenTest, all bool) {
	files, err := goFiles(filepath.Join(l.course.Root, filepath.FromSlash(folder)))
	if err != nil {
		return nil, true // no such folder, and so no tests
	}
	found, all = map[string]hiddenTest{}, true
	for _, base := range files {
		if !strings.HasSuffix(base, "_test.go") {
			continue
		}
		name := path.Join(folder, base)
		file, fset := l.parse(name)
		if file == nil {
			all = false
			continue
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && isTest(fn) {
				found[fn.Name.Name] = hiddenTest{file: name, line: fset.Position(fn.Pos()).Line}
			}
		}
	}
	return found, all
}

// isTest reports whether the go command would run fn as a test.
func isTest(fn *ast.FuncDecl) bool {
	if fn.Recv != nil || !isTestName(fn.Name.Name) || len(fn.Type.Params.List) != 1 {
		return false
	}
	star, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "T"
}

// declared compares the checks of one kind with the test functions of a folder.
func (l *loader) declared(e *Exercise, kind report.StageName, folder string) {
	found, all := l.hiddenTests(folder)
	if l.vague[e.ID] {
		return
	}
	t := l.tables[e.ID]
	declared := map[string]report.StageName{}
	lines := map[string]int{}
	for i, c := range e.Checks {
		if c.Name == "" {
			continue
		}
		declared[c.Name] = c.Kind
		lines[c.Name] = t.at[keyPath(itemPath(keyPath("", "checks"), i), "name")]
		if _, ok := found[c.Name]; !ok && all && c.Kind == kind && isTestName(c.Name) {
			l.add(t.file, lines[c.Name], fmt.Sprintf("check %s is declared %s, but %s has no such test", c.Name, kind, folder),
				fmt.Sprintf("add func %s(t *testing.T) to a _test.go file of %s, or remove the check", c.Name, folder))
		}
	}
	for name, test := range found {
		switch k, ok := declared[name]; {
		case !ok:
			l.add(test.file, test.line, fmt.Sprintf("hidden test %s is not declared in %s", name, t.file),
				fmt.Sprintf("add a [[checks]] table with name = %q and kind = %q, or remove the test", name, kind))
		case k != kind && (k.Info().Checks):
			l.add(test.file, test.line, fmt.Sprintf("test %s stands among the %s checks, but %s:%d declares it %s", name, kind, t.file, lines[name], k),
				"change the kind or move the test")
		}
	}
}

// subject validates that outside checks have a program to talk to.
func (l *loader) subject(e *Exercise, folder string) {
	if !slices.ContainsFunc(e.Checks, func(c Check) bool { return c.Kind == report.Outside }) {
		return
	}
	dir := path.Join(folder, "subject")
	files, err := goFiles(filepath.Join(l.course.Root, filepath.FromSlash(dir)))
	if err != nil || len(files) == 0 {
		l.add(dir, 0, "the exercise has outside checks, but no subject program", "add main.go that serves with the learner's package")
		return
	}
	for _, name := range files {
		l.inPackage(path.Join(dir, name), "main")
	}
}

// variants validates the known-right and known-wrong solutions.
func (l *loader) variants(e *Exercise, folder string) {
	list, err := l.course.SolutionVariants(e.ID)
	if err != nil {
		l.add(path.Join(folder, "testdata"), 0, "cannot be read: "+reason(err), "make it readable")
		return
	}
	l.replayedWrongs(e, list)
	for _, v := range list {
		sort := "wrong"
		if v.Right {
			sort = "right"
		}
		dir := path.Join(folder, "testdata", sort, v.Name)
		files, _ := goFiles(v.Dir)
		switch {
		case len(files) == 0:
			l.add(dir, 0, "the folder holds no .go file", "add the solution or remove the folder")
		case v.Right:
			for _, name := range files {
				l.inPackage(path.Join(dir, name), e.Package)
			}
		default:
			l.marks(e, v, dir, files[0])
		}
	}
}

// marks validates what a known-wrong solution says is to catch it.
func (l *loader) marks(e *Exercise, v Variant, dir, firstFile string) {
	marks, err := readMarks(v.Dir)
	if err != nil {
		return // SolutionVariants has read the same files
	}
	if len(marks) == 0 {
		l.add(path.Join(dir, firstFile), 1, "nothing says what catches this wrong solution", "add a line such as "+caughtBy+" TestName")
	}
	for _, m := range marks {
		file := path.Join(dir, m.file)
		_, declared := e.Check(m.name)
		switch {
		case m.name == "":
			l.add(file, m.line, caughtBy+" names nothing", "name a check, or one of "+strings.Join(catchingStages(), ", "))
		case !declared && !l.vague[e.ID] && !slices.Contains(catchingStages(), m.name):
			l.add(file, m.line, fmt.Sprintf("%q is neither a check of %s nor one of %s", m.name, e.ID, strings.Join(catchingStages(), ", ")), "name what catches this solution")
		}
	}
}
