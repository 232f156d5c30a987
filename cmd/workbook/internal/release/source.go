package release

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"workbook/cmd/internal/tr"
)

// A file is one that is released.
type file struct {
	data       []byte
	executable bool
}

// write puts the file on disk, in a folder that is this program's own.
func (f file) write(name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, f.data, f.mode())
}

func (f file) mode() os.FileMode {
	if f.executable {
		return 0o755
	}
	return 0o644
}

// A tree is a set of files by name, relative to the root and with slashes.
type tree map[string]file

// A source is the course as git's index has it: what was committed or added.
type source struct {
	ctx     context.Context
	root    string
	entries map[string]entry
	commit  string   // "" when there is none yet
	dirty   []string // names of files that are not as the index has them, or not in it
}

// entry is a file in the index.
type entry struct{ mode, hash string }

// The modes of files in git that are released. Links and submodules are not.
const (
	regular    = "100644"
	executable = "100755"
)

// tracks says whether git tracks anything under a folder, whose name ends with a slash.
func (s *source) tracks(folder string) bool {
	for name := range s.entries {
		if strings.HasPrefix(name, folder) {
			return true
		}
	}
	return false
}

func readSource(ctx context.Context, root string) (*source, error) {
	s := &source{ctx: ctx, root: root, entries: map[string]entry{}}
	out, err := git(ctx, root, nil, "ls-files", "--stage", "-z", "--", ".")
	if err != nil {
		return nil, tr.Errorf("a release has what git tracks of the course: %w", err)
	}
	for line := range strings.SplitSeq(string(out), "\x00") {
		about, name, ok := strings.Cut(line, "\t") // "100644 1a2b… 0"
		fields := strings.Fields(about)
		if !ok || len(fields) != 3 {
			continue
		}
		if fields[2] != "0" {
			return nil, tr.Errorf("%s in %s has a merge that is not finished; finish it first", name, root)
		}
		s.entries[name] = entry{mode: fields[0], hash: fields[1]}
	}
	if out, err := git(ctx, root, nil, "rev-parse", "--short=12", "HEAD"); err == nil {
		s.commit = strings.TrimSpace(string(out))
	}
	if _, err := git(ctx, root, nil, "diff", "--cached", "--quiet", "--", "."); err != nil && s.commit != "" {
		s.commit += "+" // and what was added since
	}
	out, err = git(ctx, root, nil, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", ".")
	if err != nil {
		return nil, err
	}
	prefix, err := git(ctx, root, nil, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	for line := range strings.SplitSeq(string(out), "\x00") {
		if len(line) > 3 && line[1] != ' ' { // the second letter is about the working tree
			s.dirty = append(s.dirty, strings.TrimPrefix(line[3:], strings.TrimSpace(string(prefix))))
		}
	}
	return s, nil
}

func (s *source) names() []string {
	var names []string
	for name, e := range s.entries {
		if e.mode == regular || e.mode == executable {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// read adds the files of those names to a tree.
func (s *source) read(names []string, t tree) error {
	var ask bytes.Buffer
	for _, name := range names {
		fmt.Fprintln(&ask, s.entries[name].hash)
	}
	out, err := git(s.ctx, s.root, ask.Bytes(), "cat-file", "--batch")
	if err != nil {
		return err
	}
	r := bufio.NewReader(bytes.NewReader(out))
	for _, name := range names {
		head, err := r.ReadString('\n') // "1a2b… blob 120"
		fields := strings.Fields(head)
		if err != nil || len(fields) != 3 {
			return tr.Errorf("git does not have %s: %q", name, strings.TrimSpace(head))
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil {
			return tr.Errorf("git says of %s %q: %w", name, strings.TrimSpace(head), err)
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(r, data); err != nil {
			return tr.Errorf("reading %s from git: %w", name, err)
		}
		if _, err := r.Discard(1); err != nil {
			return tr.Errorf("reading %s from git: %w", name, err)
		}
		t[name] = file{data: data, executable: s.entries[name].mode == executable}
	}
	return nil
}

// notes say what of the working tree is not in the release.
func (s *source) notes(t tree) []string {
	var changed, unknown []string
	for _, name := range s.dirty {
		_, released := t[name]
		_, tracked := s.entries[name]
		switch {
		case released:
			changed = append(changed, name)
		case !tracked && (strings.HasPrefix(name, "exercises/") || strings.HasPrefix(name, "cmd/workbook/") || strings.HasPrefix(name, "grader/")):
			unknown = append(unknown, name)
		}
	}
	var notes []string
	if len(changed) > 0 {
		notes = append(notes, tr.T("%s changed here since git was told; the release has what was committed or added", listed(changed)))
	}
	if len(unknown) > 0 {
		notes = append(notes, tr.T("git does not track %s, so it is not released; `git add` it if it should be", listed(unknown)))
	}
	return notes
}

// listed names the first few of many.
func listed(names []string) string {
	const few = 4
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return tr.T("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
