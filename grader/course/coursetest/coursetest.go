// Package coursetest lays out small courses for the tests of the grader.
//
//	root := coursetest.LayOut(t, "course.txtar")
//
// Such a course is a module of its own and has the kit from this one, by a replace in its
// go.mod. So the kit is built once, where it is, and the build cache has it for every
// course that a test lays out.
package coursetest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

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

// CopyReal copies this module's own course into a folder, as a module like that of every
// course that is laid out. Known-right and known-wrong solutions are left behind.
func CopyReal(root string) error {
	here, err := course.Find(".")
	if err != nil {
		return err
	}
	for _, half := range []string{"exercises", "solutions"} {
		if err := copyHalf(filepath.Join(root, half), filepath.Join(here, half)); err != nil {
			return err
		}
	}
	return WriteModule(root)
}

// copyHalf copies a half of the course. Its Go files import each other as parts of [Module].
func copyHalf(to, from string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "testdata" {
			return fs.SkipDir
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if filepath.Ext(path) == ".go" {
			text = bytes.ReplaceAll(text, []byte(`"workbook/solutions/`), []byte(`"`+Module+`/solutions/`))
		}
		return os.WriteFile(filepath.Join(to, rel), text, 0o600)
	})
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

// Age makes the files of a course older than the program that grades it. A harness of
// younger ones is not kept for the next program, for they may still be changing.
func Age(root string) error {
	at := time.Now().Add(-time.Hour)
	return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, at, at)
	})
}
