package course

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
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
	l, err := newLoader(root)
	if err != nil {
		return nil, err
	}
	l.learners()
	l.solutions(l.course.Exercises)
	if err := l.err(); err != nil {
		return nil, err
	}
	return l.course, nil
}

// Open reads the learner's half of the course under root, as far as it is sound: an
// exercise with problems is one of [Course.Drafts] and no exercise. The error is
// [Problems] when the course itself has some, and all others are among them then.
//
// The instructor's half has some hundred times as many files. Who is about to use what
// is in it asks [Course.CheckSolutions], and who answers for a whole course calls [Load].
func Open(root string) (*Course, error) {
	l, err := newLoader(root)
	if err != nil {
		return nil, err
	}
	l.learners()
	found, err := l.byExercise()
	if err != nil {
		return nil, err
	}
	return l.without(l.course, found), nil
}

// CheckSolutions looks into the instructor's half of some exercises and drafts, or of all
// when none is named, and gives the course in which those with problems there are drafts,
// too. Without solutions/ there is nothing to find. The error is [Problems] when the
// course itself has come to have some since it was opened.
func (c *Course) CheckSolutions(ids ...string) (*Course, error) {
	l, err := newLoader(c.Root)
	if err != nil {
		return nil, err
	}
	l.learners() // for what it says of places in exercise.toml
	other := func(id string) bool { return len(ids) > 0 && !slices.Contains(ids, id) }
	l.solutions(slices.DeleteFunc(slices.Clone(l.course.Exercises), func(e *Exercise) bool { return other(e.ID) }))
	found, err := l.byExercise()
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(found, func(id string, _ Problems) bool { return other(id) })
	return l.without(c, found), nil
}

// learners reads and validates the learner's half.
func (l *loader) learners() {
	l.outline()
	l.unlisted()
}

// solutions validates the instructor's half of exercises, when it is there.
func (l *loader) solutions(exercises []*Exercise) {
	if !l.course.HasSolutions() {
		return
	}
	for _, e := range exercises {
		l.solution(e)
	}
}

// outline reads course.toml and every exercise that it lists.
func (l *loader) outline() {
	t := readTable(&l.collector, l.course.Root, courseFile)
	if t == nil {
		return
	}
	l.course.Title, _ = t.required("title", "Concurrent Go")
	l.course.Language = t.language()
	l.course.Languages = languagesIn(filepath.Join(l.course.Root, "exercises"))
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
		for _, it := range listing {
			id, line := it.text, it.line
			if first, ok := listed[id]; ok {
				l.add(courseFile, line, fmt.Sprintf("exercise %q is listed a second time (first at line %d)", id, first), "list it once")
				continue
			}
			listed[id] = line
			l.tables[id], l.chapters[id] = nil, chapter.Title
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
			"bring it back with `git checkout -- exercises/"+id+"`, create it, or remove the entry")
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
	e.Demo, e.DemoAt = t.demo(l.course.ExerciseDir(id))
	e.Replays = t.replays(e.Checks, l.vague[id])
	e.Languages = languagesIn(l.course.ExerciseDir(id))
	t.finish()
	l.lesson(e)
	return e
}

func (l *loader) lesson(e *Exercise) {
	name := path.Join("exercises", e.ID, "lesson.md")
	fix := "bring it back with `git checkout -- " + name + "`, or write it"
	data, err := readLimited(l.course.LessonPath(e.ID), maxTOML)
	switch {
	case os.IsNotExist(err):
		l.add(name, 0, "the lesson is missing", fix)
	case err != nil:
		l.add(name, 0, "the lesson cannot be read: "+reason(err), "make it readable")
	case strings.TrimSpace(string(data)) == "":
		l.add(name, 1, "the lesson is empty", fix)
	default:
		l.replayedPages(e, string(data))
		l.demoPage(e, string(data))
	}
}
