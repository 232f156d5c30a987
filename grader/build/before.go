package build

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"workbook/grader/internal/names"
)

// What the kit takes out of a process's environment has to be gone when the submission's
// own initialisation begins. So a file stands beside the submission's that imports the
// package that does it, which therefore comes first; see package before.

// before reports whether that package is part of the programs. A harness of hidden tests
// that are not written with the kit, or of none, has nothing to hide. A kit without the
// package hides nothing, and does not do.
func (h *Harness) before() (bool, error) {
	_, kit := h.packages[names.KitPackage()]
	_, before := h.packages[names.KitPackage("before")]
	if kit && !before {
		return false, fmt.Errorf("the hidden tests of %s are written with the kit of another workbook than this one: require that version in the course's go.mod which grades it", h.spec.ID)
	}
	return before, nil
}

// putBefore adds the file to the submission.
func (b *Build) putBefore() error {
	if is, err := b.h.before(); !is || err != nil || len(b.files) == 0 {
		return err
	}
	// The compiler takes files of one package only, and policy has seen that they are.
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(b.src, b.files[0]), nil, parser.PackageClauseOnly)
	if err != nil {
		return fmt.Errorf("looking for the package's name: %w", err)
	}
	name := "workbook.go"
	for slices.ContainsFunc(b.files, func(file string) bool { return strings.EqualFold(file, name) }) {
		name = "x" + name
	}
	b.files = append(b.files, name)
	text := fmt.Sprintf("package %s\n\nimport _ %q\n", file.Name.Name, names.KitPackage("before"))
	return os.WriteFile(filepath.Join(b.src, name), []byte(text), 0o600)
}
