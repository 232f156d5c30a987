package watch

import (
	"fmt"
	"hash/fnv"
	"os"
	"time"
)

// A glance is what a folder looks like without reading its files: many folders are looked
// at again and again, and nearly never has anything changed.
type glance struct {
	sum uint64 // of names, sizes and times
	old bool   // all of it is so old that a change would show: clocks of file systems are coarse
}

// racy is how old a file is whose next change has another time.
const racy = 10 * time.Second

// glanceAt takes one. A folder that cannot be looked at is never old.
func glanceAt(dir string, now time.Time) glance {
	entries, err := os.ReadDir(dir) // sorted by name
	if err != nil {
		return glance{}
	}
	h := fnv.New64a()
	g := glance{old: true}
	for _, e := range entries {
		if !counts(e.Name()) {
			continue
		}
		fi, err := e.Info()
		if err != nil {
			return glance{}
		}
		fmt.Fprintf(h, "%q %v %d %d\n", e.Name(), fi.Mode(), fi.Size(), fi.ModTime().UnixNano())
		g.old = g.old && now.Sub(fi.ModTime()) > racy
	}
	g.sum = h.Sum64()
	return g
}
