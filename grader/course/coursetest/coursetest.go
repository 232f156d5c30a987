// Package coursetest lays out small courses for the tests of the grader.
//
//	root := coursetest.LayOut(t, "course.txtar")
//
// Such a course is a module of its own and has the kit from this one, by a replace in its
// go.mod. So the kit is built once, where it is, and the build cache has it for every
// course that a test lays out.
package coursetest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/mod/modfile"

	"workbook/grader/course"
)

// Module is the path of every course that is laid out.
const Module = "example.com/course"

// LayOut writes a course of grader/testdata into a new folder, which is removed with the
// test's.
func LayOut(t testing.TB, archive string) (root string) {
	t.Helper()
	root = t.TempDir()
	if err := WriteTo(root, archive); err != nil {
		t.Fatal(err)
	}
	return root
}

// WriteTo writes a course of grader/testdata into a folder.
func WriteTo(root, archive string) error {
	here, err := course.Find(".")
	if err != nil {
		return err
	}
	files, err := txtar.ParseFile(filepath.Join(here, "grader", "testdata", archive))
	if err != nil {
		return err
	}
	if err := txtar.Write(files, root); err != nil {
		return err
	}
	return WriteModule(root)
}

// WriteModule writes the go.mod and go.sum of a course: it has the kit and the versions of
// everything else from this module.
func WriteModule(root string) error {
	here, err := course.Find(".")
	if err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(here, "go.sum"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(root, "go.sum"), sum, 0o600); err != nil {
		return err
	}
	mod, err := os.ReadFile(filepath.Join(here, "go.mod"))
	if err != nil {
		return err
	}
	file, err := modfile.Parse(filepath.Join(here, "go.mod"), mod, nil)
	if err != nil {
		return err
	}
	kit := file.Module.Mod.Path
	if err := file.AddModuleStmt(Module); err != nil {
		return err
	}
	if err := file.AddRequire(kit, "v0.0.0"); err != nil {
		return err
	}
	if err := file.AddReplace(kit, "", here, ""); err != nil {
		return err
	}
	if mod, err = file.Format(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "go.mod"), mod, 0o600)
}
