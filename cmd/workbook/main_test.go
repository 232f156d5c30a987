package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"workbook/cmd/internal/scripts"
	"workbook/grader/course/coursetest"
	"workbook/grader/jail"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"workbook": main, "workbook-believer": believer})
}

// TestScripts runs testdata/script. A script begins in a copy of testdata/course,
// a small course without solutions; `copy-course` gives it the real one.
func TestScripts(t *testing.T) {
	realCourse, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	small, err := filepath.Abs(filepath.Join("testdata", "course"))
	if err != nil {
		t.Fatal(err)
	}
	goEnv := scripts.GoSettings(t, "GOCACHE", "GOMODCACHE", "GOROOT")
	testscript.Run(t, testscript.Params{
		Condition: func(name string) (bool, error) {
			if name == "hidden" { // this copy of the course has the instructor's half
				_, err := os.Stat(filepath.Join(realCourse, "solutions"))
				return err == nil, nil
			}
			return scripts.Condition(name)
		},
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("ESC", "\x1b")
			env.Setenv("LEVEL", jail.Probe().Level.String())
			env.Cd = filepath.Join(env.WorkDir, "course")
			env.Vars = append(env.Vars, goEnv...) // HOME is not the user's
			if path, err := exec.LookPath("workbook"); err == nil {
				env.Setenv("WORKBOOK", path)
			}
			if err := os.CopyFS(env.Cd, os.DirFS(small)); err != nil {
				return err
			}
			return coursetest.WriteModule(env.Cd)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":   scripts.Status,
			"glob-one": globOne,

			"add-solutions": addSolutions(realCourse),
			"copy-course":   copyCourse,

			"foreign-course": foreignCourse,
		},
	})
}

// copyTree copies folders and files from one root to another.
func copyTree(to, from string, names ...string) error {
	for _, name := range names {
		info, err := os.Stat(filepath.Join(from, name))
		if err != nil {
			return err
		}
		if info.IsDir() {
			err = os.CopyFS(filepath.Join(to, name), os.DirFS(filepath.Join(from, name)))
		} else {
			var data []byte
			if data, err = os.ReadFile(filepath.Join(from, name)); err == nil {
				err = os.WriteFile(filepath.Join(to, name), data, 0o644)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addSolutions gives the small course its hidden tests: add-solutions.
func addSolutions(realCourse string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 0 {
			ts.Fatalf("usage: add-solutions")
		}
		dir := ts.MkAbs(".")
		ts.Check(copyTree(dir, filepath.Join(realCourse, "cmd", "workbook", "testdata"), "solutions"))
		ts.Check(coursetest.Age(dir))
	}
}

// copyCourse copies the real course to a folder, so that no test touches what the
// learner has done in it: copy-course DIR.
func copyCourse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: copy-course DIR")
	}
	ts.Check(coursetest.CopyReal(ts.MkAbs(args[0])))
}

// foreignCourse lays out a course in a module of its own, which has the kit from this
// one: foreign-course DIR.
func foreignCourse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: foreign-course DIR")
	}
	ts.Check(coursetest.WriteTo(ts.MkAbs(args[0]), "foreign.txtar"))
}

// globOne sets a variable to the only file that fits a pattern: glob-one * DIR.
func globOne(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: glob-one PATTERN VARIABLE")
	}
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("%s fits %d files, want 1: %v", args[0], len(found), found)
	}
	ts.Setenv(args[1], found[0])
}
