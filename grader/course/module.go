package course

import (
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// A Module is what the go.mod beside the two halves says of the course.
type Module struct {
	Path string // may be any; the reference of an exercise is the package Path/solutions/ID
	Go   string // the version of the language: "go1.26"
}

// firstGo is the language of a go.mod that does not say; see https://go.dev/ref/mod#go-mod-file-go.
const firstGo = "1.16"

// ReadModule reads the go.mod of the course at root.
func ReadModule(root string) (Module, error) {
	name := filepath.Join(root, "go.mod")
	data, err := readLimited(name, maxTOML)
	if errors.Is(err, fs.ErrNotExist) {
		return Module{}, fmt.Errorf("there is no %s: a course is a Go module, which `go mod init` makes: %w", name, err)
	}
	if err != nil {
		return Module{}, fmt.Errorf("reading the course's go.mod: %w", err)
	}
	// Lax, because a newer Go may have words that are not known here, and the rest is
	// for the go command to judge.
	file, err := modfile.ParseLax(name, data, nil)
	if err != nil {
		return Module{}, fmt.Errorf("reading the course's go.mod: %w", err)
	}
	if file.Module == nil || file.Module.Mod.Path == "" {
		return Module{}, fmt.Errorf("%s does not say what the module is called: it needs a line like `module example.com/course`", name)
	}
	m := Module{Path: file.Module.Mod.Path, Go: version.Lang("go" + firstGo)}
	if file.Go != nil {
		m.Go = version.Lang("go" + file.Go.Version)
	}
	return m, nil
}

// Module is what the course's go.mod says now.
func (c *Course) Module() (Module, error) { return ReadModule(c.Root) }
