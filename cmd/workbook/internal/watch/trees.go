package watch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Trees watches folders with all that is below them, whatever it is, until ctx ends, and
// sends the names of the files that are others than before. It polls: of what an author
// changes in an hour, whole folders come and go, and looking at a hundred files costs less
// than listening to fifty folders. A change is sent when nothing changes any more.
//
// When changes come faster than they are received they are put together. Files and folders
// whose names begin with a dot or end with ~ are an editor's.
func Trees(ctx context.Context, interval time.Duration, roots ...string) <-chan []string {
	out := make(chan []string)
	t := &trees{roots: roots, known: map[string]state{}}
	t.known = t.look()
	go t.run(ctx, interval, out)
	return out
}

type trees struct {
	roots []string
	known map[string]state // as it was sent last
}

// A state is a file at some time: the sum tells whether it is another one, and the rest
// whether it is worth the while to compute the sum again.
type state struct {
	size     int64
	modified time.Time
	sum      [sha256.Size]byte
}

func (t *trees) run(ctx context.Context, interval time.Duration, out chan<- []string) {
	defer close(out)
	tick := time.NewTicker(interval)
	defer tick.Stop()
	seen := t.known // at the last look
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := t.look()
		changed := differing(t.known, now)
		if len(differing(seen, now)) > 0 {
			changed = nil // somebody may be in the middle of writing
		}
		seen = now
		if len(changed) == 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case out <- changed:
			t.known = now
		case <-tick.C: // and perhaps more has changed
		}
	}
}

// look reads the folders. What cannot be read is not there.
func (t *trees) look() map[string]state {
	now := map[string]state{}
	for _, root := range t.roots {
		_ = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
			base := filepath.Base(name)
			switch {
			case err != nil:
				return nil
			case name != root && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")):
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			case !entry.Type().IsRegular():
				return nil
			}
			if info, err := entry.Info(); err == nil && info.Size() <= maxFile {
				now[name] = t.state(name, info)
			}
			return nil
		})
	}
	return now
}

func (t *trees) state(name string, info fs.FileInfo) state {
	s := state{size: info.Size(), modified: info.ModTime()}
	if old, ok := t.known[name]; ok && old.size == s.size && old.modified.Equal(s.modified) {
		return old
	}
	if data, err := os.ReadFile(name); err == nil {
		s.sum = sha256.Sum256(data)
	}
	return s
}

// differing gives the names of the files whose content is not the same, in order.
func differing(a, b map[string]state) []string {
	var names []string
	for name, s := range a {
		if other, ok := b[name]; !ok || other.sum != s.sum {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, cmp.Compare[string])
	return names
}
