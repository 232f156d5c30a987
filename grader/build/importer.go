package build

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
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
