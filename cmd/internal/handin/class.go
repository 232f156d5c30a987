package handin

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
)

// A Student is one whose work lies somewhere in what a class handed in.
type Student struct {
	Name string // of the folder or the archive, without what a platform has added
	Path string // for [Open]
}

// Students finds whose work lies at path. A folder is the work of one student when it
// holds Go files or folders of exercises; otherwise each folder and each archive in it
// is a student's, as learning platforms and people arrange them. An archive is
// unpacked, into a folder that temp makes, and looked at like a folder.
func Students(ctx context.Context, path string, c *course.Course, temp func(pattern string) (string, error)) ([]Student, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	name, dir := baseName(path), path
	if !info.IsDir() {
		if dir, err = temp("class-"); err != nil {
			return nil, err
		}
		if err := unpack(ctx, path, dir); err != nil {
			return nil, err
		}
		name = stem(name)
	}
	dir, entries, err := below(dir, c)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if isSubmission(entries, c) || !holdsStudents(entries) {
		if !info.IsDir() {
			return []Student{{Name: studentName(name), Path: path}}, nil
		}
		return []Student{{Name: studentName(name), Path: onlyArchive(dir, entries)}}, nil
	}
	var students []Student
	for _, e := range entries {
		switch at := filepath.Join(dir, e.Name()); {
		case e.IsDir():
			inner, err := os.ReadDir(at)
			if err == nil && !isSubmission(inner, c) {
				at = onlyArchive(at, inner)
			}
			students = append(students, Student{Name: studentName(e.Name()), Path: at})
		case isArchive(e.Name()):
			students = append(students, Student{Name: studentName(stem(e.Name())), Path: at})
		}
	}
	return students, nil
}

// below goes down as long as a folder holds one folder and nothing else, unless that is
// an exercise's. What only comes along is not among the entries.
func below(dir string, c *course.Course) (string, []fs.DirEntry, error) {
	for range maxDepth {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return dir, nil, err
		}
		entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return skipped(e.Name()) })
		if len(entries) != 1 || !entries[0].IsDir() || isSubmission(entries, c) {
			return dir, entries, nil
		}
		inner := filepath.Join(dir, entries[0].Name())
		if in, err := os.ReadDir(inner); err != nil || isSubmission(in, c) || !holdsStudents(in) {
			return dir, entries, nil // the only student
		}
		dir = inner
	}
	return dir, nil, tr.Errorf("it lies in too many folders")
}

// isSubmission reports whether a folder with these entries is the work of one student.
func isSubmission(entries []fs.DirEntry, c *course.Course) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		if !e.IsDir() {
			return isNearlyGo(e.Name())
		}
		return e.Name() == "exercises" || slices.ContainsFunc(c.Exercises, func(x *course.Exercise) bool { return x.ID == plain(e.Name()) })
	})
}

// holdsStudents reports whether there is anything that could be a student's.
func holdsStudents(entries []fs.DirEntry) bool {
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return !skipped(e.Name()) && (e.IsDir() || isArchive(e.Name()))
	})
}

// onlyArchive is the archive that is all there is in a folder of a student, which is
// how some platforms hand it over; else the folder.
func onlyArchive(dir string, entries []fs.DirEntry) string {
	found := ""
	for _, e := range entries {
		switch {
		case skipped(e.Name()):
		case e.IsDir() || found != "":
			return dir
		case isArchive(e.Name()):
			found = filepath.Join(dir, e.Name())
		}
	}
	if found == "" {
		return dir
	}
	return found
}

// moodle is what Moodle adds to a student's name.
var moodle = regexp.MustCompile(`^(.+?)_\d+_assignsubmission_[a-z]+_?$`)

func studentName(name string) string {
	if m := moodle.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return name
}
