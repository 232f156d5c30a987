package build

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"runtime"
)

// Importer reads the types of the packages that the harness was built from, as
// the compiler wrote them. It builds nothing and runs nothing. An importer
// remembers what it has read and is for one goroutine.
func (h *Harness) Importer(fset *token.FileSet) types.Importer {
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		p, ok := h.packages[path]
		if !ok || p.Export == "" {
			return nil, fmt.Errorf("there is no compiled package %s", path)
		}
		return os.Open(p.Export)
	})
}

// legible tries whether this program can read what the toolchain compiles: a
// program that was built with an older Go may not.
func (h *Harness) legible() error {
	for _, path := range h.spec.Imports {
		if p, ok := h.packages[path]; !ok || p.Export == "" {
			continue
		}
		if err := tryImport(h.Importer(token.NewFileSet()), path); err != nil {
			return fmt.Errorf("%w: this workbook was built with %s and cannot read what %s compiles (%v): build workbook again with the Go that is on PATH",
				ErrSettings, runtime.Version(), h.toolchain.Version, err)
		}
		return nil
	}
	return nil
}

// tryImport imports a package. What is newer than it knows, the importer of the
// standard library panics over.
func tryImport(from types.Importer, path string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	_, err = from.Import(path)
	return err
}
