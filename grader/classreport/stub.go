package classreport

import (
	"go/scanner"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"workbook/grader/course"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A stub is what everybody is given of an exercise, file by file, as tokens: who has only
// run gofmt or written a comment has not begun.
type stub map[string][]string

func stubOf(dir string) stub {
	files, _ := goFiles(dir)
	return tokens(files)
}

// untouched says whether what was handed in is the stub, and got no verdict that says more.
func (s stub) untouched(sub submission) bool {
	return !saysMore(sub.row.Verdict) && s.is(sub.files)
}

// saysMore reports whether a verdict says more of somebody's work than that it is the stub.
func saysMore(v report.Verdict) bool { return v.Passed() || v == report.GraderError }

func (s stub) is(files map[string][]byte) bool {
	return len(s) > 0 && maps.EqualFunc(s, tokens(files), slices.Equal)
}

// Stubs know what a course hands out. Each exercise's stub is read once, and again when its
// files are others: by name, size or time of change. They are safe for concurrent use.
type Stubs struct {
	course *course.Course
	read   func(dir string) stub

	mu    sync.Mutex
	known map[string]knownStub // by exercise
}

// A knownStub is a stub that was read, and how its files stood before.
type knownStub struct {
	files []standing
	stub  stub
}

// A standing is how a file stands, without its text.
type standing struct {
	name    string
	size    int64
	changed time.Time
}

// settled is how old a change must be for its time to tell it from a later one: two of them
// within what a file system's clock can tell apart may have the same time.
const settled = 2 * time.Second

// NewStubs reads nothing yet.
func NewStubs(c *course.Course) *Stubs {
	return &Stubs{course: c, read: stubOf, known: map[string]knownStub{}}
}

// Untouched says whether a folder has the stub of an exercise, as it was handed out.
func (s *Stubs) Untouched(exercise, dir string) bool {
	e, err := s.course.Exercise(exercise)
	if err != nil {
		return false
	}
	src, _ := policy.Read(dir, "")
	files := map[string][]byte{}
	for _, f := range src.Files {
		files[f.Name] = f.Data
	}
	return s.of(e).is(files)
}

// NotBegun says whether the folder with somebody's work has the stub, as it was handed out,
// and the verdict does not say more.
func (s *Stubs) NotBegun(ex report.Exercise, dir string) bool {
	return !saysMore(ex.Verdict) && s.Untouched(ex.ID, dir)
}

func (s *Stubs) of(e *course.Exercise) stub {
	dir := s.course.ExerciseDir(e.ID)
	s.mu.Lock()
	defer s.mu.Unlock()
	files := standings(dir) // before reading: a change in between has it read again
	if known, ok := s.known[e.ID]; ok && slices.Equal(known.files, files) {
		return known.stub
	}
	delete(s.known, e.ID)
	read := s.read(dir)
	if !slices.ContainsFunc(files, func(f standing) bool { return time.Since(f.changed) < settled }) {
		s.known[e.ID] = knownStub{files, read}
	}
	return read
}

// standings are those of the Go files in a folder, by name.
func standings(dir string) (all []standing) {
	entries, _ := os.ReadDir(dir) // what cannot be read is not there, as in goFiles
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".go" || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil {
			all = append(all, standing{e.Name(), info.Size(), info.ModTime()})
		}
	}
	return all
}

func tokens(files map[string][]byte) stub {
	all := stub{}
	for name, source := range files {
		fset := token.NewFileSet()
		var scan scanner.Scanner
		scan.Init(fset.AddFile(name, -1, len(source)), source, nil, 0) // without comments
		words := []string{}
		for {
			_, kind, text := scan.Scan()
			if kind == token.EOF {
				break
			}
			if kind == token.SEMICOLON {
				text = "" // written, or the end of a line
			}
			words = append(words, kind.String()+" "+text)
		}
		all[name] = words
	}
	return all
}
