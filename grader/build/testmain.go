package build

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// What a test program of the go command's is made with, and what stands for it.
const (
	fullDeps  = "testing/internal/testdeps"
	shortDeps = "workbook/grader/check/internal/testdeps"
)

// insideMain gives the main package of an inside program: the go command's, with less
// behind it where that can be. Nearly a quarter of the time of linking goes into what no
// inside check does. Where the hidden tests import the submission themselves, as they nearly
// all do, the main package need not, and is the same for every submission.
func (b *Build) insideMain(main listed, imported bool) (listed, error) {
	deps, ok := b.h.packages[shortDeps]
	if !ok || !slices.Contains(deps.GoFiles, "deps.go") || len(main.GoFiles) != 1 {
		return main, nil // no kit, or not for this version of Go
	}
	source, err := os.ReadFile(main.GoFiles[0])
	if err != nil {
		return listed{}, fmt.Errorf("the main function of the test program: %w", err)
	}
	file := filepath.Join(b.dir, "testmain.go")
	source = bytes.Replace(source, []byte(strconv.Quote(fullDeps)), []byte(strconv.Quote(shortDeps)), 1)
	if imported {
		source = bytes.Replace(source, []byte("_ "+strconv.Quote(b.h.spec.pkg())+"\n"), []byte("\n"), 1)
	}
	if err := os.WriteFile(file, source, 0o600); err != nil {
		return listed{}, err
	}
	main.GoFiles = []string{file}
	// Not the submission's path: what is called a file of the exercise is the learner's.
	main.Dir, main.ImportPath = b.dir, "testmain"
	return main, nil
}
