package course

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

var idPattern = regexp.MustCompile(`^[0-9]{2}_[a-z][a-z0-9_]*$`)

// Load reads the course under root and insists on all of it, the instructor's half too
// when it is there. The error is [Problems], everything that is wrong at once, unless root
// itself cannot be used. [Open] makes do with what is sound.
//
// The files that learners edit are not looked into: whatever somebody does to
// them, or fails to do, the course still loads. [Course.CheckStubs] looks.
func Load(root string) (*Course, error) {
	c, err := Open(root)
	if err != nil {
		return nil, err
	}
	if err := c.problems(); err != nil {
		return nil, err
	}
	return c, nil
}

// loader is the state of one Load.
type loader struct {
	collector
	course  *Course
	listing [][]string         // of each chapter, as it stands there
	places  map[Problem]string // exercises, by their problems in course.toml
	tables  map[string]*table  // exercise.toml by id, for the positions in it

	// What is not known of a course, because a key is missing or wrong, is not held
	// against the rest of it: one mistake is one problem.
	vague map[string]bool // exercises, by id, whose checks are not all known by name
	gaps  bool            // a chapter does not say what is in it
}

// outline reads course.toml and every exercise that it lists.
func (l *loader) outline() {
	t := readTable(&l.collector, l.course.Root, courseFile)
	if t == nil {
		return
	}
	l.course.Title, _ = t.required("title", "Concurrent Go")
	chapters := t.tables("chapters")
	if t.empty("chapters") {
		t.lack("chapters", "the course has no chapters", "add [[chapters]] with a title and exercises")
	}
	listed := map[string]int{} // id -> line
	for _, ch := range chapters {
		var chapter Chapter
		chapter.Title, _ = ch.required("title", "Spawn")
		listing := ch.texts("exercises")
		l.gaps = l.gaps || len(listing) == 0
		var ids []string
		for _, it := range listing {
			id, line := it.text, it.line
			if first, ok := listed[id]; ok {
				l.add(courseFile, line, fmt.Sprintf("exercise %q is listed a second time (first at line %d)", id, first), "list it once")
				continue
			}
			listed[id] = line
			ids = append(ids, id)
			l.tables[id] = nil
			if !l.listed(id, line) {
				continue
			}
			chapter.Exercises = append(chapter.Exercises, id)
			if e := l.exercise(id); e != nil {
				l.course.Exercises = append(l.course.Exercises, e)
			}
		}
		if ch.empty("exercises") {
			ch.lack("exercises", "the chapter lists no exercises", `add exercises = ["02_spawned"]`)
		}
		ch.finish()
		l.listing = append(l.listing, ids)
		l.course.Chapters = append(l.course.Chapters, chapter)
	}
	t.finish()
}

// listed reports whether an id from course.toml has a folder that can be read.
func (l *loader) listed(id string, line int) bool {
	if !idPattern.MatchString(id) {
		l.draft(id, line, fmt.Sprintf("exercise id %q is not of the form 02_spawned", id),
			"use two digits, an underscore, and lower-case letters, digits and underscores")
		return false
	}
	if !isDir(l.course.ExerciseDir(id)) {
		l.draft(id, line, fmt.Sprintf("exercise %q is listed, but there is no folder exercises/%s", id, id),
			"create the folder or remove the entry")
		return false
	}
	return true
}

// unlisted notes folders with an exercise.toml that no chapter lists. When there
// is no list to speak of, it reads them instead, so that what is wrong with them
// is told with the rest.
func (l *loader) unlisted() {
	dir := filepath.Join(l.course.Root, "exercises")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // outline has said that course.toml is missing
	}
	noList := len(l.tables) == 0
	for _, entry := range entries {
		id := entry.Name()
		if _, ok := l.tables[id]; ok || l.gaps && !noList || !exists(filepath.Join(dir, id, "exercise.toml")) {
			continue
		}
		if noList {
			if e := l.exercise(id); e != nil {
				l.course.Exercises = append(l.course.Exercises, e)
			}
			continue
		}
		l.draft(id, 1, fmt.Sprintf("exercises/%s holds an exercise.toml, but no chapter lists %q", id, id),
			"list it in a chapter, or move the folder out of exercises/")
	}
}

// exercise reads one exercise.toml and validates what it says. It returns nil
// when the file cannot be parsed.
func (l *loader) exercise(id string) *Exercise {
	file := path.Join("exercises", id, "exercise.toml")
	t := readTable(&l.collector, l.course.Root, file)
	l.tables[id] = t
	if t == nil {
		return nil
	}
	e := &Exercise{ID: id}
	e.Title, _ = t.required("title", "A goroutine for each connection")
	e.Summary, _ = t.required("summary", "Serve every client at the same time.")
	e.Package = t.packageName()
	e.Task = t.task()
	e.Files = t.editable()
	e.Hints = t.hints()
	e.Checks, l.vague[id] = t.checks()
	e.Imports = t.imports()
	e.Limits = t.limits()
	e.Demo = t.text("demo")
	t.finish()
	l.lesson(id)
	return e
}

func (l *loader) lesson(id string) {
	name := path.Join("exercises", id, "lesson.md")
	const fix = "write the lesson"
	data, err := readLimited(l.course.LessonPath(id), maxTOML)
	switch {
	case os.IsNotExist(err):
		l.add(name, 0, "the lesson is missing", fix)
	case err != nil:
		l.add(name, 0, "the lesson cannot be read: "+reason(err), "make it readable")
	case strings.TrimSpace(string(data)) == "":
		l.add(name, 1, "the lesson is empty", fix)
	}
}
