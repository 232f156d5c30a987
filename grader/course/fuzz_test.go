package course

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/rogpeppe/go-internal/txtar"
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
	f.Add("title='x'\n[[chapters]]\ntitle='y'\nexercises=['01_echo']", "checks = [{name='TestA', needs=['TestB']}, {name='TestB', needs=['TestA']}]")
	f.Fuzz(func(t *testing.T, outline, exercise string) {
		root := t.TempDir()
		for name, doc := range map[string]string{"course.toml": outline, "01_echo/exercise.toml": exercise, "01_echo/lesson.md": "x"} {
			path := filepath.Join(root, "exercises", name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(doc), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		c, err := Load(root)
		if err == nil {
			if len(c.Exercises) == 0 {
				t.Fatal("a valid course without exercises")
			}
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
