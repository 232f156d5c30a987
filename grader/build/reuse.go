package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// What the compiler makes of a hidden test depends on the submission by what it exports
// alone: the names, types, positions and small functions that stand in the first part of
// its archive. An edit within a function mostly leaves that as it is, byte by byte, and
// then the test is not compiled again. The linker looks as well: it takes no archive that
// was compiled against another export.
//
// What is used again was compiled by a compiler that read an earlier submission, so it is
// only used where somebody vouches for all of them; see [Spec].

// A reuse holds archives by what they were made of. It is safe for concurrent use.
type reuse struct {
	mu    sync.Mutex
	files map[string]*reused
	order []string // of files, by when they were last asked for
	made  int
}

// A reused is an archive that is kept.
type reused struct {
	path  string
	users int  // builds that may still read it
	over  bool // others have its place: the last user removes it
}

// mostReused bounds the archives of one harness that nobody uses, each of a megabyte at
// most.
const mostReused = 32

// get gives the archive that was made of this, and what its user calls when he has done
// with it: until then the file stays where it is.
func (r *reuse) get(of string) (path string, done func(), ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept := r.files[of]
	if kept == nil {
		return "", nil, false
	}
	i := slices.Index(r.order, of)
	r.order = append(slices.Delete(r.order, i, i+1), of)
	kept.users++
	return kept.path, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if kept.users--; kept.over && kept.users == 0 {
			_ = os.Remove(kept.path)
		}
	}, true
}

// put copies an archive into dir. The one that was made can be written to by the tools of
// its build, and the copy by nobody's. Without it the next one is compiled, so a failure is
// no error.
func (r *reuse) put(of, archive, dir string) {
	data, err := os.ReadFile(archive)
	if err != nil || os.MkdirAll(dir, 0o700) != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.files[of] != nil {
		return
	}
	r.made++
	path := filepath.Join(dir, strconv.Itoa(r.made)+".a")
	if os.WriteFile(path, data, 0o400) != nil {
		return
	}
	if r.files == nil {
		r.files = map[string]*reused{}
	}
	r.files[of] = &reused{path: path}
	if r.order = append(r.order, of); len(r.order) > mostReused {
		r.drop(r.order[0])
	}
}

// drop gives up the place of an archive.
func (r *reuse) drop(of string) {
	oldest := r.files[of]
	delete(r.files, of)
	r.order = r.order[1:]
	if oldest.over = true; oldest.users == 0 {
		_ = os.Remove(oldest.path)
	}
}

// reuseDir is where they are; nothing of it is in the folder of a build.
func (h *Harness) reuseDir() string { return filepath.Join(h.spec.Temp, "reused") }

// reusable is that folder, when there is one to read.
func (h *Harness) reusable() []string {
	if info, err := os.Stat(h.reuseDir()); err != nil || !info.IsDir() || h.spec.Temp == "" {
		return nil
	}
	return []string{h.reuseDir()}
}

// orReuse compiles a unit, or finds it compiled of the same. what tells units apart, and
// against is the archive of the package that it is compiled against.
func (d direct) orReuse(b *Build, what, against string, compile func() ([]byte, error), made string) (path string, printed []byte, err error) {
	if !b.h.spec.Vouched || against == "" {
		printed, err = compile()
		return made, printed, err
	}
	export, err := exportOf(against)
	if err != nil {
		return "", nil, err
	}
	key := what + " " + export
	if path, done, ok := b.h.reuse.get(key); ok {
		b.whenRemoved(done)
		return path, nil, nil
	}
	if printed, err = compile(); err == nil {
		b.h.reuse.put(key, made, b.h.reuseDir())
	}
	return made, printed, err
}

// exportOf names what a package exports: the hash of the first part of its archive, which
// is all that the compiler reads of it.
func exportOf(archive string) (string, error) {
	f, err := os.Open(archive)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, len(archiveMagic)+archiveHeader)
	if _, err := io.ReadFull(f, head); err != nil {
		return "", fmt.Errorf("reading %s: %w", filepath.Base(archive), err)
	}
	entry := head[len(archiveMagic):]
	size, err := strconv.ParseInt(strings.TrimSpace(string(entry[48:58])), 10, 64)
	if !bytes.HasPrefix(head, []byte(archiveMagic)) || !bytes.HasPrefix(entry, []byte("__.PKGDEF ")) || err != nil {
		return "", fmt.Errorf("%s is no archive of a package", filepath.Base(archive))
	}
	sum := sha256.New()
	if _, err := io.CopyN(sum, f, size); err != nil {
		return "", fmt.Errorf("reading %s: %w", filepath.Base(archive), err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// An archive begins with a line, and each of its parts with a header; see ar(5).
const (
	archiveMagic  = "!<arch>\n"
	archiveHeader = 60
)

// imports reports whether one of the files imports a package.
func imports(dir string, files []string, pkg string) bool {
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, name), nil, parser.ImportsOnly)
		if err != nil {
			continue
		}
		for _, i := range file.Imports {
			if i.Path.Value == strconv.Quote(pkg) {
				return true
			}
		}
	}
	return false
}
