package course

import (
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// seeds are the TOML files of the test courses.
func seeds(f *testing.F, add func(doc string)) {
	archives, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if filepath.Ext(file.Name) == ".toml" {
				add(string(file.Data))
			}
		}
	}
}

// FuzzLoad gives Load whatever there is in place of the TOML files: it must not
// panic, and gives either a course or problems with a place and a message.
func FuzzLoad(f *testing.F) {
	seeds(f, func(doc string) { f.Add(doc, doc) })
	f.Add(validOutline, "checks = [{name='TestA', needs=['TestB']}, {name='TestB', needs=['TestA']}]")
	f.Add(validOutline, validExercise)
	f.Fuzz(func(t *testing.T, outline, exercise string) {
		c, err := loadOne(t, outline, exercise)
		if err == nil {
			if len(c.Exercises) != 1 {
				t.Fatalf("a valid course with %d exercises", len(c.Exercises))
			}
			sane(t, c.Exercises[0])
			return
		}
		problems, ok := err.(Problems)
		if !ok || c != nil || len(problems) == 0 {
			t.Fatalf("course %v with error %v", c, err)
		}
		for _, p := range problems {
			if p.File == "" || p.Line < 0 || p.Message == "" || p.Fix == "" {
				t.Fatalf("incomplete problem %+v", p)
			}
		}
	})
}

const (
	validOutline  = "title='x'\n[[chapters]]\ntitle='y'\nexercises=['01_echo']\n"
	validExercise = "title='x'\nsummary='x'\npackage='echo'\ntask='Do it.'\nfiles=['echo.go']\nhints=['a?','b','c']\n" +
		"[[checks]]\nname='TestA'\ntitle='a'\nkind='inside'\npoints=1\n" +
		"[[checks]]\nname='TestB'\ntitle='b'\nkind='outside'\nneeds=['TestA']\n"
)

// The fuzzing above is worth little when nothing it starts from is valid.
func TestFuzzSeedIsValid(t *testing.T) {
	c, err := loadOne(t, validOutline, validExercise)
	require.NoError(t, err)
	sane(t, c.Exercises[0])
}

// loadOne loads a course of one exercise.
func loadOne(t *testing.T, outline, exercise string) (*Course, error) {
	root := t.TempDir()
	for name, doc := range map[string]string{
		"course.toml": outline, "01_echo/exercise.toml": exercise, "01_echo/lesson.md": "x", "01_echo/echo.go": "package echo\n",
	} {
		path := filepath.Join(root, "exercises", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(doc), 0o644))
	}
	return Load(root)
}

// sane fails when a valid exercise could be passed by nothing, or has names that
// mean something else where they are used.
func sane(t *testing.T, ex *Exercise) {
	t.Helper()
	required, points := 0, 0
	at := map[string]int{}
	for i, c := range ex.Checks {
		if _, twice := at[c.Name]; twice || !strings.HasPrefix(c.Name, "Test") || regexp.QuoteMeta(c.Name) != c.Name {
			t.Fatalf("a check named %q", c.Name)
		}
		at[c.Name] = i
		if c.Required {
			required++
		}
		if points += c.Points; c.Points < 0 || !c.Kind.Info().Checks || c.Title == "" {
			t.Fatalf("%+v", c)
		}
	}
	if required == 0 || points == 0 {
		t.Fatalf("%d checks are required, for %d points", required, points)
	}
	var visit func(name string, depth int)
	visit = func(name string, depth int) {
		i, ok := at[name]
		if !ok || depth > len(ex.Checks) {
			t.Fatalf("%q is needed, and is no check or needs itself", name)
		}
		for _, need := range ex.Checks[i].Needs {
			visit(need, depth+1)
		}
	}
	if len(at) < 10 { // the walk may take as many steps as two to the power of the checks
		for name := range at {
			visit(name, 1)
		}
	}
	l := ex.Limits
	if l.WallSeconds <= 0 || l.MemoryMiB <= 0 || l.OutputKiB <= 0 || !token.IsIdentifier(ex.Package) || ex.Package == "main" {
		t.Fatalf("%q with %+v", ex.Package, l)
	}
	for _, name := range ex.Files {
		if !filepath.IsLocal(name) || filepath.Base(name) != name {
			t.Fatalf("the file %q", name)
		}
	}
}

// FuzzPositions compares the position scanner with the TOML library: every key
// and every array element of a document that the library accepts has a line.
func FuzzPositions(f *testing.F) {
	seeds(f, func(doc string) { f.Add(doc) })
	for _, doc := range []string{
		"a.b.c = 1\n[x.y]\nz = 2",
		"[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[[a]]\n[a.d]\ne = 3",
		"'q q' = 1\n\"w\\\"w\" = 2\n\"\" = 3",
		"a = [[1, 2], [{b = 3}, {c.d = [4]}]]",
		"a = '''\n'x'''\nb = \"\"\"\\\"\"\"\"\"\"\nc = 1",
		"a = { b = [ # comment ]\n 1, ] }\n",
		"a = 1979-05-27 07:32:00Z\nb = +inf\nc = 0x_1",
	} {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		at := scanPositions(doc) // must end for any document
		values := map[string]any{}
		if err := toml.Unmarshal([]byte(doc), &values); err != nil {
			return
		}
		if missing := unplaced(at, "", values); missing != "" {
			t.Fatalf("no position of %s in %q: %v", missing, doc, at)
		}
	})
}

// unplaced gives the path of something in value that has no position.
func unplaced(at positions, path string, value any) string {
	items := func(n int, item func(i int) any) string {
		for i := range n {
			p := itemPath(path, i)
			if _, ok := at[p]; !ok {
				return p
			}
			if missing := unplaced(at, p, item(i)); missing != "" {
				return missing
			}
		}
		return ""
	}
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			p := keyPath(path, key)
			if _, ok := at[p]; !ok {
				return p
			}
			if missing := unplaced(at, p, inner); missing != "" {
				return missing
			}
		}
	case []any:
		return items(len(v), func(i int) any { return v[i] })
	case []map[string]any:
		return items(len(v), func(i int) any { return v[i] })
	}
	return ""
}

func ExampleProblem() {
	fmt.Println(Problem{File: "exercises/02_spawned/exercise.toml", Line: 14, Message: "points is -5", Fix: "write 0 or more"})
	// Output: exercises/02_spawned/exercise.toml:14: points is -5; write 0 or more
}
