package handin

import (
	"errors"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// A Found is where an exercise lies, or why it cannot be told.
type Found struct {
	Dir     string   // its folder; empty: there is none
	Missing string   // why there is none, as a sentence to whoever has handed in
	Near    []string // folders, or else archives, that may have been meant; at most three
}

// Find finds the folder of one exercise among several: at any depth, its name written
// like 02_spawned, 02-Spawned or 02_SPAWNED.
func (h *Handed) Find(e *course.Exercise) Found {
	found := h.named(e)
	switch {
	case len(found) == 0:
		missing := tr.T("There is no folder %s in what was handed in.", e.ID)
		near := h.near(e)
		if len(near) > 0 {
			missing += " " + tr.T("There is %s: if that is it, rename it.", h.inside(near[0]))
		}
		if h.cut {
			missing += " " + tr.T("Only %d files and folders were looked at, as there are too many.", maxEntries)
		}
		if len(near) == 0 {
			return Found{Missing: missing, Near: h.closed()}
		}
		return Found{Missing: missing, Near: h.dirs(near)}
	case len(found) > 1 && slices.Equal(rank(found[0], e), rank(found[1], e)):
		return Found{
			Missing: tr.T("There are several folders for %s: %s and %s. Hand in one of them.", e.ID, found[0].path, found[1].path),
			Near:    h.dirs(found[:2]),
		}
	}
	return Found{Dir: h.join(h.inner(found[0]))}
}

// FindAlone finds the folder of the only exercise that was asked for. Its folder may
// have any name when there is no other, and may be all that was handed in.
func (h *Handed) FindAlone(e *course.Exercise) Found {
	top := h.folders[0]
	found := h.named(e)
	if len(found) > 0 && (found[0].depth <= 1 || top.holds == noGo) {
		return h.Find(e)
	}
	if f := h.inner(top); f.holds != noGo {
		return Found{Dir: h.join(f)}
	}
	res := h.Find(e)
	if len(res.Near) == 0 {
		for _, f := range h.folders {
			if f.holds != noGo && !h.isOther(f, e) && len(res.Near) < maxNear {
				res.Near = append(res.Near, h.join(f))
			}
		}
	}
	return res
}

// Among finds each of so many exercises: one that is the only one asked for is found by
// [Handed.FindAlone].
func (h *Handed) Among(n int) func(*course.Exercise) Found {
	if n == 1 {
		return h.FindAlone
	}
	return h.Find
}

const maxNear = 3

// named lists the folders that have the exercise's name, the best first.
func (h *Handed) named(e *course.Exercise) []folder {
	var found []folder
	for _, f := range h.folders {
		if plain(f.name) == e.ID {
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b folder) int { return slices.Compare(rank(b, e), rank(a, e)) })
	return found
}

// rank says how good a folder is for the exercise: the more, the better, what comes
// first first.
func rank(f folder, e *course.Exercise) []int {
	is := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	parent := strings.ToLower(path.Base(path.Dir(f.path)))
	return []int{int(f.holds), -f.depth, is(parent == "exercises"), is(f.name == e.ID)}
}

// plain is the name of a folder as ids are written.
func plain(name string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(name))
}

// inner goes down from a folder without Go to where it is, as long as there is only
// one way. It stays where it is when that leads nowhere.
func (h *Handed) inner(f folder) folder {
	for now := f; ; {
		if now.holds != noGo {
			return now
		}
		if len(now.inner) != 1 {
			return f
		}
		below := path.Join(now.path, now.inner[0])
		i := slices.IndexFunc(h.folders, func(f folder) bool { return f.path == below })
		if i < 0 || h.isOther(h.folders[i], nil) {
			return f
		}
		now = h.folders[i]
	}
}

// isOther reports whether a folder has the name of an exercise that is not e.
func (h *Handed) isOther(f folder, e *course.Exercise) bool {
	return slices.ContainsFunc(h.course.Exercises, func(x *course.Exercise) bool { return x != e && x.ID == plain(f.name) })
}

// near lists folders whose names could mean the exercise. Those that hold nothing of
// Go do not.
func (h *Handed) near(e *course.Exercise) []folder {
	var found []folder
	for _, f := range h.folders {
		if f.holds == noGo || h.isOther(f, e) || len(found) == maxNear {
			continue
		}
		meant, err := h.course.Exercise(plain(f.name))
		notFound := new(course.NotFoundError)
		if meant == e || errors.As(err, &notFound) && slices.Contains(notFound.Suggestions, e.ID) {
			found = append(found, f)
		}
	}
	return found
}

// closed lists archives that were handed in within a folder.
func (h *Handed) closed() []string {
	var list []string
	for _, name := range h.archives[:min(len(h.archives), maxNear)] {
		list = append(list, filepath.Join(h.dir, filepath.FromSlash(name)))
	}
	return list
}

func (h *Handed) dirs(folders []folder) []string {
	var dirs []string
	for _, f := range folders {
		dirs = append(dirs, h.join(f))
	}
	return dirs
}

func (h *Handed) join(f folder) string { return filepath.Join(h.dir, filepath.FromSlash(f.path)) }

// inside names a folder to whoever has handed it in.
func (h *Handed) inside(f folder) string {
	if f.path == "." {
		return f.name
	}
	return f.path
}
