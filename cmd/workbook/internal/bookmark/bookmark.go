// Package bookmark keeps where a learner was in a course, and how the screen was set, so
// that it opens there again:
//
//	b := bookmark.Read(root)
//	…
//	err := bookmark.Write(root, b)
//
// It lives in .workbook/bookmark.json, beside the progress and not in it: it is of this
// machine and of no account to anybody else. Nothing depends on it, so what cannot be
// read is no bookmark, and of two programs the one that ends last has its way.
package bookmark

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/atomicfile"
)

// File is the name of the file in [progress.Dir].
const File = "bookmark.json"

// A Bookmark is a place in a course. The zero value is none. Whether there is such a place
// is for the reader to see: a course changes.
type Bookmark struct {
	Exercise string  `json:"exercise"`           // id
	Page     int     `json:"page"`               // of its lesson, from 0
	Above    float64 `json:"above"`              // the share of the page's lines that were scrolled past, from 0 to 1
	Pane     string  `json:"pane,omitempty"`     // that had the focus, by its name
	NoMouse  bool    `json:"no_mouse,omitempty"` // the mouse was left to the terminal
	NoLanes  bool    `json:"no_lanes,omitempty"` // no lanes are drawn below a failure
}

// most bounds what is read.
const most = 1 << 16

// Read reads the bookmark of the course at root.
func Read(root string) Bookmark {
	path := filepath.Join(root, progress.Dir, File)
	// Not to wait for somebody to write into a pipe.
	if fi, err := os.Lstat(path); err != nil || !fi.Mode().IsRegular() {
		return Bookmark{}
	}
	f, err := os.Open(path)
	if err != nil {
		return Bookmark{}
	}
	defer f.Close()
	var b Bookmark
	if err := json.NewDecoder(io.LimitReader(f, most)).Decode(&b); err != nil {
		return Bookmark{}
	}
	if b.Page < 0 || b.Above < 0 || b.Above > 1 {
		b.Page, b.Above = 0, 0
	}
	return b
}

// Write replaces the bookmark of the course at root.
func Write(root string, b Bookmark) error {
	dir := filepath.Join(root, progress.Dir)
	data, err := json.MarshalIndent(b, "", "  ")
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = atomicfile.Write(filepath.Join(dir, File), append(data, '\n'))
	}
	if err != nil {
		return tr.Errorf("keeping the bookmark: %w", err)
	}
	return nil
}
