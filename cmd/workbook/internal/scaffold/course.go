package scaffold

import (
	"errors"
	"go/version"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"workbook/cmd/internal/tr"
)

// engineModule is the module that hidden tests import the kit from.
const engineModule = "workbook"

// first is the exercise that a new course begins with.
const first = "01_both"

// CourseOptions say what a new course is called.
type CourseOptions struct {
	Module  string // its module's path; empty: example.com/ and the folder's name
	Engine  string // the folder of the engine's module
	Outside bool   // its exercise has an outside check
}

// Course makes a course in a module of its own, with one exercise, in a folder that is
// empty or not there. It requires the engine, with the versions of all else that the engine
// has been tested with, so that nothing has to be looked up before it works. Nothing
// that is there is written over, and after an error nothing is left of what was begun.
func Course(dir string, opt CourseOptions) (Made, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Made{}, tr.Errorf("making a course in %s: %w", dir, err)
	}
	if opt.Module == "" {
		opt.Module = modulePath(filepath.Base(abs))
	}
	if err := module.CheckImportPath(opt.Module); err != nil {
		return Made{}, tr.Errorf("making a course in %s: %w", dir, err)
	}
	pieces, err := coursePieces(abs, opt)
	if err != nil {
		return Made{}, tr.Errorf("making a course in %s: %w", dir, err)
	}
	var w writer
	if err := w.write(abs, pieces); err != nil {
		if errors.Is(err, os.ErrExist) {
			err = tr.Errorf("%w; name a folder that is empty or not there", err)
		}
		return Made{}, tr.Errorf("making a course in %s: %w", dir, err)
	}
	return Made{ID: first, Files: names(pieces)}, nil
}

func coursePieces(dir string, opt CourseOptions) ([]piece, error) {
	engine, sums, err := readEngine(opt.Engine)
	if err != nil {
		return nil, err
	}
	data := struct {
		Title, Module, First, Engine, Go, GoShort string
		Requires                                  []module.Version
	}{
		Title: titleOf(filepath.Base(dir)), Module: opt.Module, First: first,
		Engine: modfile.AutoQuote(engineFrom(dir, opt.Engine)),
		Go:     engine.Go.Version, GoShort: strings.TrimPrefix(version.Lang("go"+engine.Go.Version), "go"),
	}
	for _, r := range engine.Require {
		data.Requires = append(data.Requires, r.Mod)
	}
	slices.SortFunc(data.Requires, func(a, b module.Version) int { return strings.Compare(a.Path, b.Path) })
	pieces, err := render("template/course", ".", data, func(name string) (string, bool) {
		switch name {
		case "course.toml":
			name = "exercises/course.toml"
		case "gitignore":
			name = ".gitignore"
		}
		return name, true
	})
	if err != nil {
		return nil, err
	}
	example, err := exercise(valuesFor(first, opt.Module, opt.Outside))
	if err != nil {
		return nil, err
	}
	return append(append(pieces, example...), piece{"go.sum", sums}), nil
}

// readEngine reads what the engine requires, and the sums of it.
func readEngine(dir string) (*modfile.File, []byte, error) {
	name := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, tr.Errorf("the engine is not there: %w", err)
	}
	file, err := modfile.Parse(name, text, nil)
	if err != nil {
		return nil, nil, tr.Errorf("reading the engine's go.mod: %w", err)
	}
	if file.Module == nil || file.Module.Mod.Path != engineModule || file.Go == nil {
		return nil, nil, tr.Errorf("%s is not the go.mod of the module %s", name, engineModule)
	}
	sums, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	if err != nil {
		return nil, nil, tr.Errorf("reading the engine's go.sum: %w", err)
	}
	return file, sums, nil
}

// IsEngine reports whether the folder holds the engine's module.
func IsEngine(dir string) bool {
	_, _, err := readEngine(dir)
	return err == nil
}

// engineFrom is how a go.mod in dir says where the engine lies: beside the course as
// others have the two as well, else where it is on this machine.
func engineFrom(dir, engine string) string {
	if filepath.Dir(engine) == filepath.Dir(dir) {
		return "../" + filepath.Base(engine)
	}
	return filepath.ToSlash(engine)
}

var notInPath = regexp.MustCompile(`[^a-z0-9]+`)

// modulePath makes a module's path of a folder's name.
func modulePath(folder string) string {
	name := strings.Trim(notInPath.ReplaceAllString(strings.ToLower(folder), "-"), "-")
	if name == "" {
		name = "course"
	}
	return "example.com/" + name
}

// titleOf makes a course's title of a folder's name.
func titleOf(folder string) string {
	words := strings.FieldsFunc(folder, func(r rune) bool { return strings.ContainsRune(`-_. "\`, r) || r < ' ' })
	if len(words) == 0 {
		return "A course"
	}
	title := strings.Join(words, " ")
	return title
}
