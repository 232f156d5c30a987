package handin

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
)

// How much of what was handed in is looked at. A course in the folders of a semester
// is far smaller.
const (
	maxEntries = 20_000
	maxDepth   = 8
)

// A folder is one that may hold an exercise.
type folder struct {
	path  string // relative to what was handed in, with slashes; "." is all of it
	name  string
	depth int
	holds content
	inner []string // names of the folders in it
}

// A content is how much a folder looks like a submission.
type content int

const (
	noGo     content = iota
	nearlyGo         // such as echo.go.txt
	someGo
)

// walk lists the folders, level by level. The error is about the first of them, whose
// name is given; one below that cannot be read is kept for [Handed.Unreadable].
func (h *Handed) walk(name string) error {
	root, err := os.OpenRoot(h.dir)
	if err != nil {
		return unreadable(h.dir, err)
	}
	defer root.Close()
	left := maxEntries
	h.folders = []folder{{path: ".", name: name}}
	for i := 0; i < len(h.folders); i++ {
		entries, err := list(root, h.folders[i].path, &left)
		switch {
		case err != nil && i == 0:
			return unreadable(h.dir, err)
		case err != nil:
			h.unreadable = append(h.unreadable, closedFolder{h.folders[i], unreadable(h.join(h.folders[i]), err)})
		}
		h.cut = h.cut || left == 0
		for _, entry := range entries {
			h.add(i, entry)
		}
	}
	return nil
}

// unreadable says which folder could not be read, in the place of the name that a root
// has for it.
func unreadable(dir string, err error) error {
	if inner := new(fs.PathError); errors.As(err, &inner) {
		err = inner.Err
	}
	return tr.Errorf("%s cannot be read: %w", dir, err)
}

// add takes an entry of the folder at i into account.
func (h *Handed) add(i int, entry fs.DirEntry) {
	f, name := &h.folders[i], entry.Name()
	if skipped(name) {
		return
	}
	isLink := entry.Type()&fs.ModeSymlink != 0
	if entry.IsDir() || isLink && path.Ext(name) == "" {
		// A link is not followed. It is listed, so that it is not called missing.
		if f.depth == maxDepth {
			h.cut = true
			return
		}
		f.inner = append(f.inner, name)
		h.folders = append(h.folders, folder{path: path.Join(f.path, name), name: name, depth: f.depth + 1})
		return
	}
	switch {
	case isArchive(name):
		h.archives = append(h.archives, path.Join(f.path, name))
	case path.Ext(name) == ".go":
		f.holds = someGo
	case isNearlyGo(name):
		f.holds = max(f.holds, nearlyGo)
	}
}

// list reads a folder, and no more entries than are left.
func list(root *os.Root, name string, left *int) ([]fs.DirEntry, error) {
	info, err := root.Lstat(name)
	if err != nil || !info.IsDir() || *left == 0 {
		return nil, err
	}
	dir, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(*left)
	if err == io.EOF {
		err = nil
	}
	*left -= len(entries)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}
