package release

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
)

// An Action is what a release does with a file.
type Action string

// The actions. Kept and Conflict leave the file as the student has it.
const (
	Added    Action = "added"
	Updated  Action = "updated"
	Removed  Action = "removed"
	Kept     Action = "kept"     // the student's; what was released for it has not changed
	Conflict Action = "conflict" // the student's, and the release has another version
)

// Word is what it is called in the language of whoever reads it.
func (a Action) Word() string { return tr.Text(string(a)) }

// These are what is translated.
var _ = []string{tr.Mark("added"), tr.Mark("updated"), tr.Mark("removed"), tr.Mark("kept"), tr.Mark("conflict")}

// A Change is one file that the release and the repository disagree about.
type Change struct {
	Path   string
	Action Action
	// Solved: the file is one that students are meant to edit. It is never touched once
	// they have.
	Solved bool

	mine, theirs []byte // the student's version and the release's; nil for none
}

// here is a file as it lies in the student's repository.
type here struct {
	there bool
	data  []byte
	odd   bool // a link, or a folder
}

// decide says what to do with a file, given the hashes of all versions that were
// released before. next is nil when the release has the file no more.
//
//	lies here             released before   this release       so
//	nothing               no                has it             added
//	nothing               yes               has the same       kept (it was deleted)
//	nothing               yes               has another        conflict
//	as released           yes               has another        updated
//	as released           yes               has it no more     removed
//	something else        any               has the same       kept
//	something else        any               has another        conflict
//	something else        yes               has it no more     kept
//
// The same is what the release before had. It is no change when the file lies here as
// this release has it.
func decide(now here, known []string, next *file) (Action, bool) {
	news := next != nil && (len(known) == 0 || known[len(known)-1] != hash(next.data))
	untouched := now.there && !now.odd && slices.Contains(known, hash(now.data))
	switch {
	case next == nil && untouched:
		return Removed, true
	case next == nil:
		return Kept, now.there
	case now.there && !now.odd && hash(now.data) == hash(next.data):
		return "", false
	case !now.there && len(known) == 0:
		return Added, true
	case untouched:
		return Updated, true
	case news:
		return Conflict, true
	}
	return Kept, true
}

// compare finds what a release of the tree would change.
func (r repository) compare(t tree) ([]Change, error) {
	names := slices.Collect(maps.Keys(t))
	if r.before != nil {
		for name := range r.before.Files {
			if _, ok := t[name]; !ok {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	var changes []Change
	for _, name := range names {
		now, err := r.lies(name)
		if err != nil {
			return nil, err
		}
		var next *file
		var theirs []byte
		if f, ok := t[name]; ok {
			next, theirs = &f, f.data
		}
		action, changed := decide(now, r.before.known(name), next)
		if name == manifestFile {
			action = Updated // it is the workbook's own, whatever was done to it
			if !now.there {
				action = Added
			}
		}
		if changed {
			changes = append(changes, Change{Path: name, Action: action, Solved: solved(name), mine: now.data, theirs: theirs})
		}
	}
	return changes, nil
}

// solved reports whether a file is one that students edit.
func solved(name string) bool {
	_, ok := exerciseOf(name)
	return ok && under("exercises")(name) && path.Ext(name) == ".go"
}

// lies reads a file of the student's repository, following no links.
func (r repository) lies(name string) (here, error) {
	if r.root == nil {
		return here{}, nil
	}
	parts := strings.Split(name, "/")
	for i := range parts {
		info, err := r.root.Lstat(path.Join(parts[:i+1]...))
		last := i == len(parts)-1
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return here{}, nil
		case err != nil:
			return here{}, tr.Errorf("looking at what lies in %s: %w", r.dir, err)
		case !last && !info.IsDir(), last && !info.Mode().IsRegular():
			return here{there: true, odd: true}, nil
		}
	}
	data, err := r.root.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return here{}, nil
	}
	if err != nil {
		return here{}, tr.Errorf("reading %s in %s: %w", name, r.dir, err)
	}
	return here{there: true, data: data}, nil
}
