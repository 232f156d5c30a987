package policy

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"workbook/grader/report"
)

// What a submission may measure. Anything that an exercise asks for is far
// smaller.
const (
	MaxFileBytes  = 256 << 10
	MaxFiles      = 64
	MaxTotalBytes = 1 << 20
	MaxLines      = 20_000

	maxEntries    = 4096 // of the folder, whatever they are
	maxNameLength = 100
)

// A Source is a submission as it was read. It does not change afterwards.
type Source struct {
	Dir     string    // as given to Read
	Prefix  string    // stands before file names that people see: "exercises/02_spawned/"
	Files   []File    // the .go files that are graded, sorted by name
	LeftOut []LeftOut // what a person could believe to be graded, and is not
	Hash    string    // the same for the same names and contents
}

// A File is one source file.
type File struct {
	Name string // base name
	Data []byte
}

// LeftOut is a file or folder that is not part of the submission.
type LeftOut struct {
	Name string
	Why  string // a sentence
}

// Display is the name of a file for people.
func (s *Source) Display(name string) string { return s.Prefix + name }

// Read reads the submission in dir. prefix stands before file names in the
// problems and in those of [Check]; it may be empty.
//
// The last element of dir may not be a link, and no link inside is followed:
// whoever hands in a folder must not be able to hand in somebody else's. A
// caller that is given a path by a trusted person resolves links first. A hard
// link is as good as the file: whoever can make one may read the file.
//
// When there are problems, the Source holds what could be read all the same.
func Read(dir, prefix string) (*Source, []report.Problem) {
	r := &reader{src: &Source{Dir: dir, Prefix: prefix}, names: map[string]string{}}
	r.read()
	r.src.Hash = contentHash(r.src.Files)
	return r.src, r.problems
}

type reader struct {
	src      *Source
	root     *os.Root
	problems []report.Problem
	names    map[string]string // of the Go files: as sameName has it -> as it is
	nearly   string            // the first file that is Go source but for its name; see nearlyGo
	bytes    int
	lines    int
}

// folder is what to call the submission's folder in a sentence.
func (r *reader) folder() string {
	if p := strings.TrimSuffix(r.src.Prefix, "/"); p != "" {
		return p
	}
	return filepath.ToSlash(r.src.Dir)
}

func (r *reader) refuse(name string, line int, rule, message, hint string) {
	file := r.folder()
	if name != "" {
		file = r.src.Display(name)
	}
	r.problems = append(r.problems, report.Problem{File: file, Line: line, Message: message, Rule: rule, Hint: hint})
}

func (r *reader) read() {
	if !r.open() {
		return
	}
	defer r.root.Close()
	entries, ok := r.entries()
	if !ok {
		return
	}
	for _, entry := range entries {
		if !r.entry(entry) {
			return
		}
	}
	if len(r.src.Files) == 0 && len(r.problems) == 0 {
		r.noFiles()
	}
}

// noFiles says that there is nothing to grade, and what lies there instead.
func (r *reader) noFiles() {
	message, hint := "There is no Go file to grade in "+r.folder()+".", "Put the exercise's .go files there."
	switch {
	case r.nearly != "": // which explains the most
		message += " There is " + printable(r.nearly) + ", but Go takes only files whose names end in .go."
		hint = "Rename it to " + printable(nearlyGo(r.nearly)) + "; let your system show endings, should you not see that there is another one."
	case len(r.src.LeftOut) > 0:
		message += " There is " + r.src.LeftOut[0].Name + ", which is left out. " + r.src.LeftOut[0].Why
	}
	r.refuse("", 0, "no-files", message, hint)
}

// open opens the folder as a root that no name can leave.
func (r *reader) open() bool {
	info, err := os.Lstat(r.src.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.refuse("", 0, "no-folder", "There is no folder "+r.folder()+".", "Look at the path, or hand in the exercise's folder.")
		return false
	case err != nil:
		r.unreadable("", err)
		return false
	case info.Mode()&fs.ModeSymlink != 0:
		r.refuse("", 0, "link", "The folder "+r.folder()+" is a link, and links are not followed.", "Hand in the folder itself.")
		return false
	case !info.IsDir():
		r.refuse("", 0, "no-folder", "There is no folder "+r.folder()+", but something else of that name.", "Hand in the folder that holds the .go files.")
		return false
	}
	root, err := os.OpenRoot(r.src.Dir)
	if err != nil {
		r.unreadable("", err)
		return false
	}
	// The folder may have been replaced by a link since.
	if now, err := root.Stat("."); err != nil || !os.SameFile(info, now) {
		root.Close()
		r.refuse("", 0, "changed", "The folder "+r.folder()+" changed while it was read.", "Grade it again.")
		return false
	}
	r.root = root
	return true
}

func (r *reader) entries() ([]fs.DirEntry, bool) {
	dir, err := r.root.Open(".")
	if err != nil {
		r.unreadable("", err)
		return nil, false
	}
	defer dir.Close()
	entries, err := dir.ReadDir(maxEntries + 1)
	if err != nil && err != io.EOF {
		r.unreadable("", err)
		return nil, false
	}
	if len(entries) > maxEntries {
		r.refuse("", 0, "size", fmt.Sprintf("The folder %s holds more than %d files.", r.folder(), maxEntries), "Hand in the exercise's .go files alone.")
		return nil, false
	}
	sortByName(entries)
	return entries, true
}

// entry reads one entry of the folder, or says why not. It reports false when
// the rest need not be looked at.
func (r *reader) entry(entry fs.DirEntry) bool {
	name := entry.Name()
	class, why, hint := classify(name, entry.IsDir())
	switch class {
	case ignored:
		return true
	case leftOut:
		r.src.LeftOut = append(r.src.LeftOut, LeftOut{Name: printable(name), Why: why})
		if r.nearly == "" && !entry.IsDir() && nearlyGo(name) != "" {
			r.nearly = name
		}
		return true
	case refused:
		r.refuse(printable(name), 0, "file-name", why, hint)
		return true
	}
	if len(r.src.Files) == MaxFiles {
		r.refuse("", 0, "size", fmt.Sprintf("The submission has more than %d Go files.", MaxFiles), "Put the code into fewer files.")
		return false
	}
	key := sameName(name)
	if other, ok := r.names[key]; ok {
		r.refuse(name, 0, "file-name", "The names "+spelled(other)+" and "+spelled(name)+
			" are the same on some systems: those that do not tell small letters from capital ones, or a letter with an accent from a letter and an accent.", "Rename one of the files.")
		return true
	}
	r.names[key] = name
	data, ok := r.file(name)
	if !ok {
		return true
	}
	if isUTF16(data) {
		r.refuse(name, 0, "encoding", "The file "+name+" is written in UTF-16, and Go source is UTF-8.",
			"Save it as UTF-8: editors ask for the encoding when they save under a new name, or at the bottom of their window. In PowerShell, > and Out-File may write UTF-16.")
		return true
	}
	if line, found := notUTF8(data); found {
		r.refuse(name, line, "encoding", "This line has a byte that is no UTF-8, and Go source is UTF-8, comments and strings included.",
			"Save the file as UTF-8: an editor that took it for another encoding, such as Latin-1 or Windows-1252, wrote letters with accents or typographic quotes so.")
		return true
	}
	if r.bytes += len(data); r.bytes > MaxTotalBytes {
		r.refuse("", 0, "size", fmt.Sprintf("The submission is larger than %d KiB.", MaxTotalBytes>>10), "Hand in less code; large data does not belong into source.")
		return false
	}
	if r.lines += strings.Count(string(data), "\n"); r.lines > MaxLines {
		r.refuse("", 0, "size", fmt.Sprintf("The submission is longer than %d lines.", MaxLines), "Hand in less code.")
		return false
	}
	r.src.Files = append(r.src.Files, File{Name: name, Data: data})
	for _, line := range buildConstraints(data) {
		r.refuse(name, line, "build-constraint",
			"A build constraint makes the compiler take or leave this file depending on the machine, and a submission is the same everywhere.",
			"Remove the //go:build or // +build line.")
	}
	return true
}

// file reads one regular file without following a link, even one that takes the
// file's place meanwhile.
func (r *reader) file(name string) ([]byte, bool) {
	before, err := r.root.Lstat(name)
	if err != nil {
		r.unreadable(name, err)
		return nil, false
	}
	if before.Mode()&fs.ModeSymlink != 0 {
		r.refuse(name, 0, "link", "The file "+name+" is a link, and links are not followed.", "Hand in the file itself.")
		return nil, false
	}
	if !before.Mode().IsRegular() {
		r.refuse(name, 0, "not-a-file", "What is called "+name+" is not a regular file.", "Hand in a plain file.")
		return nil, false
	}
	f, err := r.root.OpenFile(name, os.O_RDONLY|openFlags, 0)
	if err != nil {
		r.unreadable(name, err)
		return nil, false
	}
	defer f.Close()
	if now, err := f.Stat(); err != nil || !same(before, now) {
		r.refuse(name, 0, "changed", "The file "+name+" changed while it was read.", "Grade it again.")
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxFileBytes+1))
	if err != nil {
		r.unreadable(name, err)
		return nil, false
	}
	if now, err := f.Stat(); err != nil || !same(before, now) {
		r.refuse(name, 0, "changed", "The file "+name+" changed while it was read.", "Grade it again.")
		return nil, false
	}
	if len(data) > MaxFileBytes {
		r.refuse(name, 0, "size", fmt.Sprintf("The file %s is larger than %d KiB.", name, MaxFileBytes>>10), "Hand in less code; large data does not belong into source.")
		return nil, false
	}
	return data, true
}

// same reports whether a regular file is still the one that it was, with the same
// contents as far as its size and its time tell.
func same(before, now fs.FileInfo) bool {
	return now.Mode().IsRegular() && os.SameFile(before, now) &&
		now.Size() == before.Size() && now.ModTime().Equal(before.ModTime())
}

func (r *reader) unreadable(name string, err error) {
	what := "file " + name
	if name == "" {
		what = "folder " + r.folder()
	}
	reason := err
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		reason = pathErr.Err
	}
	r.refuse(name, 0, "unreadable", fmt.Sprintf("The %s cannot be read: %v.", what, reason), "Make it readable, for instance with chmod -R u+rX, or grade as a user who may read it.")
}

// contentHash tells submissions apart by the names and the contents of their files.
func contentHash(files []File) string {
	h := sha256.New()
	var size [8]byte
	part := func(b []byte) {
		binary.BigEndian.PutUint64(size[:], uint64(len(b)))
		h.Write(size[:])
		h.Write(b)
	}
	for _, f := range files {
		part([]byte(f.Name))
		part(f.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}
