package grader

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// fingerprint changes when a Go file of the hidden half of an exercise does. It
// looks at names, sizes and times only; a folder that cannot be read has the
// fingerprint of an empty one, and whoever builds it will say why.
func fingerprint(dir string) string {
	var b strings.Builder
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case filepath.Ext(path) != ".go":
			return nil
		}
		if info, err := d.Info(); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return b.String()
}
