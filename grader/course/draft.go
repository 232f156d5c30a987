package course

import (
	"fmt"
	"slices"
	"strings"
)

// A Draft is an exercise with something wrong in it. Nobody can read it or be graded in it,
// and all others can.
type Draft struct {
	ID       string
	Title    string // as it was written; empty when it cannot be read
	Chapter  string // as it was written, the title of the chapter that lists it; empty when none does
	Problems Problems
}

// A DraftError says that an exercise is there and cannot be used.
type DraftError struct{ Draft Draft }

func (e *DraftError) Error() string {
	return fmt.Sprintf("%s is a draft, and cannot be used before this is mended:\n%v", e.Draft.ID, e.Draft.Problems)
}

// Unwrap gives the problems.
func (e *DraftError) Unwrap() error { return e.Draft.Problems }

// Draft finds a draft by exactly its id.
func (c *Course) Draft(id string) (Draft, bool) {
	i := slices.IndexFunc(c.Drafts, func(d Draft) bool { return d.ID == id })
	if i < 0 {
		return Draft{}, false
	}
	return c.Drafts[i], true
}

// without gives c without the exercises that problems were found of: they are drafts of it.
func (l *loader) without(c *Course, found map[string]Problems) *Course {
	if len(found) == 0 {
		return c
	}
	isOut := func(id string) bool { return len(found[id]) > 0 }
	left := *c
	left.Drafts = slices.DeleteFunc(slices.Clone(c.Drafts), func(d Draft) bool { return isOut(d.ID) })
	for id, problems := range found {
		d := Draft{ID: id, Chapter: l.chapters[id], Problems: problems}
		if t := l.tables[id]; t != nil {
			d.Title, _ = t.values["title"].(string)
		}
		left.Drafts = append(left.Drafts, d)
	}
	slices.SortFunc(left.Drafts, func(a, b Draft) int { return strings.Compare(a.ID, b.ID) })
	left.Chapters = slices.Clone(c.Chapters)
	for i, ch := range c.Chapters {
		left.Chapters[i].Exercises = slices.DeleteFunc(slices.Clone(ch.Exercises), isOut)
	}
	left.Exercises = slices.DeleteFunc(slices.Clone(c.Exercises), func(e *Exercise) bool { return isOut(e.ID) })
	return &left
}
