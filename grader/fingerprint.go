package grader

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// fingerprint changes when a Go file in one of the folders does, which are the
// hidden half of an exercise and what it shares with others. It looks at names,
// sizes and times only; a folder that cannot be read has the fingerprint of an
// empty one, and whoever builds it will say why.
func fingerprint(dirs ...string) string {
	var b strings.Builder
	for _, dir := range dirs {
		addFiles(&b, dir)
	}
	return b.String()
}

func addFiles(b *strings.Builder, dir string) {
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
			fmt.Fprintf(b, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
}
