// Package handin finds exercises in what people hand in, which is seldom as neat as
// the course: a folder in a folder, other capital letters, an archive.
//
//	h, err := handin.Open(ctx, "submissions/alice.zip", c, g.Folder)
//	…
//	found := h.Find(exercise)
//	if found.Dir == "" { fmt.Println(found.Missing) }
//
// The path itself is trusted, and may be a link. What lies in it is not: no link in it
// is followed, and only so much is looked at. An archive is unpacked into a folder that
// the caller makes and removes; see [unpack] for what is refused.
package handin

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"workbook/grader/course"
)

// A Handed is something that was handed in.
type Handed struct {
	course   *course.Course
	dir      string   // of what was handed in, or of what it was unpacked to
	folders  []folder // the first is dir itself; those above come before those below
	archives []string // in them, which are not looked into

	unreadable []closedFolder // those that could not be read
	cut        bool           // there is more than was looked at
}

// Open looks through what lies at path: a folder, or an archive, which is unpacked
// into a folder that temp makes with a name that begins as it is told.
func Open(ctx context.Context, path string, c *course.Course, temp func(pattern string) (string, error)) (*Handed, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	h := &Handed{course: c, dir: path}
	name := baseName(path)
	switch {
	case !info.IsDir():
		if h.dir, err = temp("handin-"); err != nil {
			return nil, err
		}
		if err := unpack(ctx, path, h.dir); err != nil {
			return nil, err
		}
		name = stem(name)
	case isLink(path):
		// Whoever grades follows no link, and this one is vouched for.
		if h.dir, err = filepath.EvalSymlinks(path); err != nil {
			return nil, err
		}
	}
	if err := h.walk(name); err != nil {
		return nil, err
	}
	return h, nil
}

// baseName is the last part of a path, also where that is written as a dot.
func baseName(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return filepath.Base(abs)
	}
	return filepath.Base(path)
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// stem is the name of an archive without its endings.
func stem(name string) string {
	name = strings.TrimSuffix(name, path.Ext(name))
	return strings.TrimSuffix(name, ".tar")
}

// A closedFolder could not be read.
type closedFolder struct {
	folder
	err error
}

// Unreadable is why a part could not be looked at, nil when all could. Whoever lacks
// an exercise then does not know whether it was handed in.
func (h *Handed) Unreadable() error {
	if len(h.unreadable) == 0 {
		return nil
	}
	return h.unreadable[0].err
}

// UnreadableOf is why it cannot be told what was handed in of an exercise, of which that
// was found: it may lie in a folder that could not be read, or is one. It is nil when the
// exercise does not depend on such a folder.
func (h *Handed) UnreadableOf(e *course.Exercise, found Found) error {
	for _, closed := range h.unreadable {
		if found.Dir == "" || plain(closed.name) == e.ID || h.isAllOf(closed.folder, found.Dir) {
			return closed.err
		}
	}
	return nil
}

// isAllOf reports whether the folder is what there is at dir, which has no Go files then.
func (h *Handed) isAllOf(f folder, dir string) bool {
	for _, at := range h.folders {
		if h.join(at) == dir {
			return at.holds == noGo && (f.path == at.path || at.path == "." || strings.HasPrefix(f.path, at.path+"/"))
		}
	}
	return false
}
