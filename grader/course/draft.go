package course

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// A Draft is an exercise with something wrong in it. Nobody can read it or be graded in it,
// and all others can.
type Draft struct {
	ID       string
	Title    string // empty when it cannot be read
	Chapter  string // the title of the chapter that lists it; empty when none does
	Problems Problems
}

// A DraftError says that an exercise is there and cannot be used.
type DraftError struct{ Draft Draft }

func (e *DraftError) Error() string {
	return fmt.Sprintf("%s is a draft, and cannot be used before this is mended:\n%v", e.Draft.ID, e.Draft.Problems)
}

// Unwrap gives the problems.
func (e *DraftError) Unwrap() error { return e.Draft.Problems }

// Open reads the course under root as far as it is sound: an exercise with problems is one
// of [Course.Drafts] and no exercise. The error is [Problems] when the course itself has
// some, and all others are among them then.
//
// Open is for whoever learns or writes; whoever answers for a whole course calls [Load].
func Open(root string) (*Course, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("loading the course in %s: %w", root, err)
	}
	l := &loader{course: &Course{Root: abs}, tables: map[string]*table{}, vague: map[string]bool{}, places: map[Problem]string{}}
	l.outline()
	l.unlisted()
	if l.course.HasSolutions() {
		for _, e := range l.course.Exercises {
			l.solution(e)
		}
	}
	if err := l.err(); err != nil && !l.drafts() {
		return nil, err
	}
	return l.course, nil
}

// problems gives those of all drafts, in order.
func (c *Course) problems() error {
	var all collector
	for _, d := range c.Drafts {
		all.problems = append(all.problems, d.Problems...)
	}
	return all.err()
}

// Draft finds a draft by exactly its id.
func (c *Course) Draft(id string) (Draft, bool) {
	i := slices.IndexFunc(c.Drafts, func(d Draft) bool { return d.ID == id })
	if i < 0 {
		return Draft{}, false
	}
	return c.Drafts[i], true
}

// draft notes a problem that stands in course.toml and is one of an exercise.
func (l *loader) draft(id string, line int, message, fix string) {
	l.add(courseFile, line, message, fix)
	l.places[l.problems[len(l.problems)-1]] = id
}

// owner is the exercise that a problem is one of; empty when it is the course's own.
func (l *loader) owner(p Problem) string {
	if id, ok := l.places[p]; ok {
		return id
	}
	parts := strings.Split(p.File, "/")
	if len(parts) < 2 || parts[0] != "exercises" && parts[0] != "solutions" || p.File == courseFile {
		return ""
	}
	return parts[1]
}

// drafts takes the exercises with problems out of the course. It reports false when the
// course itself has problems.
func (l *loader) drafts() bool {
	problems := map[string]Problems{}
	for _, p := range slices.Compact(l.problems) { // err has sorted them
		id := l.owner(p)
		if id == "" {
			return false
		}
		problems[id] = append(problems[id], p)
	}
	add := func(id, chapter string) {
		d := Draft{ID: id, Chapter: chapter, Problems: problems[id]}
		if t := l.tables[id]; t != nil {
			d.Title, _ = t.values["title"].(string)
		}
		l.course.Drafts = append(l.course.Drafts, d)
		delete(problems, id)
	}
	isDraft := func(id string) bool { return len(problems[id]) > 0 }
	for i, ch := range l.course.Chapters {
		for _, id := range l.listing[i] {
			if isDraft(id) {
				add(id, ch.Title)
			}
		}
	}
	var unlisted []string
	for id := range problems {
		unlisted = append(unlisted, id)
	}
	slices.Sort(unlisted)
	for _, id := range unlisted {
		add(id, "")
	}
	isOut := func(id string) bool { _, ok := l.course.Draft(id); return ok }
	for i := range l.course.Chapters {
		ch := &l.course.Chapters[i]
		ch.Exercises = slices.DeleteFunc(ch.Exercises, isOut)
	}
	l.course.Exercises = slices.DeleteFunc(l.course.Exercises, func(e *Exercise) bool { return isOut(e.ID) })
	return true
}

// asDraft gives the error about an exercise that is one, when the error of looking for an
// exercise is that there is none.
func (c *Course) asDraft(asked string, err error) error {
	if missing := (*NotFoundError)(nil); !errors.As(err, &missing) || missing.Ambiguous || len(c.Drafts) == 0 {
		return err
	}
	drafts := &Course{}
	for _, d := range c.Drafts {
		drafts.Exercises = append(drafts.Exercises, &Exercise{ID: d.ID})
	}
	e, draftErr := drafts.find(asked)
	if draftErr != nil {
		return err
	}
	d, _ := c.Draft(e.ID)
	return &DraftError{d}
}
