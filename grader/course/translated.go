package course

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// What has been translated is held against what was written with a file beside it,
// translation.LANG.sum. It has a line for each piece of text, with the hash of the text
// that was translated; where that has changed, the translation is stale.
//
//	page-1 1f0d5ac39f8c24ab
//	hint-2 90b1c0e7d8a3344e
//
// The program writes it, when somebody says that a translation is up to date.

// A State says how far a piece of text is translated.
type State string

// The states of a piece of text.
const (
	Current    State = "current"
	Missing    State = "missing"    // not translated yet
	Stale      State = "stale"      // what was translated has changed since
	Unrecorded State = "unrecorded" // translated, and nobody said of what
)

// A Piece is a text that is translated as a whole.
type Piece struct {
	Name  string // "page 3", "title", "hint 2", "title of TestEcho"
	File  string // that it stands in, or would; relative to the course's root
	State State

	key, base string
}

// Translation says piece by piece how far an exercise is translated, and what is wrong
// with the files that should say so. The course is one that was loaded, not one that came
// from [Course.In].
func (c *Course) Translation(id string, tag language.Tag) ([]Piece, Problems, error) {
	e, err := c.Exercise(id)
	if err != nil {
		return nil, nil, err
	}
	found := &collector{}
	pieces, err := c.pieces(e, tag, found)
	if err != nil {
		return nil, nil, err
	}
	sums, err := c.sums(e.ID, tag)
	if err != nil {
		return nil, nil, err
	}
	for i, p := range pieces {
		sum, ok := sums[p.key]
		switch {
		case p.State == Missing || p.key == "":
		case !ok:
			pieces[i].State = Unrecorded
		case sum != hashOf(p.base):
			pieces[i].State = Stale
		}
	}
	_ = found.err() // puts them in order
	return pieces, found.problems, nil
}

// Translated writes down that all that is translated of an exercise says what was written,
// as it is now.
func (c *Course) Translated(id string, tag language.Tag) error {
	e, err := c.Exercise(id)
	if err != nil {
		return err
	}
	found := &collector{}
	pieces, err := c.pieces(e, tag, found)
	if err == nil {
		err = found.err()
	}
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.State != Missing && p.key != "" {
			fmt.Fprintf(&b, "%s %s\n", p.key, hashOf(p.base))
		}
	}
	if b.Len() == 0 {
		return fmt.Errorf("nothing of %s is translated to %s: neither %s nor %s in exercises/%s says anything: %w",
			e.ID, tag, lessonFile(tag), exerciseFile(tag), e.ID, fs.ErrNotExist)
	}
	if err := os.WriteFile(c.sumPath(e.ID, tag), []byte(b.String()), 0o644); err != nil {
		return fmt.Errorf("writing down what %s was translated from: %w", e.ID, err)
	}
	return nil
}

// pieces gives the pieces of an exercise in the order of its files. Each is current or
// missing.
func (c *Course) pieces(e *Exercise, tag language.Tag, found *collector) ([]Piece, error) {
	written, err := os.ReadFile(c.LessonPath(e.ID))
	if err != nil {
		return nil, fmt.Errorf("reading the lesson: %w", err)
	}
	lesson, err := os.ReadFile(filepath.Join(c.ExerciseDir(e.ID), lessonFile(tag)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the translation of the lesson: %w", err)
	}
	l := &list{file: path.Join("exercises", e.ID, lessonFile(tag))}
	pages := Pages(string(lesson))
	for i, page := range Pages(string(written)) {
		translated := ""
		if i < len(pages) {
			translated = pages[i]
		}
		l.add(fmt.Sprintf("page %d", i+1), fmt.Sprintf("page-%d", i+1), page, translated)
	}
	t := c.readTranslation(e, tag, found)
	if t == nil {
		t = noTranslation(e, tag)
	}
	l.file = t.file
	l.add("title", "title", e.Title, t.title)
	l.add("summary", "summary", e.Summary, t.summary)
	l.add("task", "task", e.Task, t.task)
	for i, hint := range e.Hints {
		l.add(fmt.Sprintf("hint %d", i+1), fmt.Sprintf("hint-%d", i+1), hint, t.hints[i])
	}
	for i, check := range e.Checks {
		l.add("title of "+check.Name, "check-"+check.Name, check.Title, t.checks[i])
	}
	c.chapterPiece(e, tag, l)
	return l.pieces, nil
}

// chapterPiece adds the title of the exercise's chapter. It is translated by the title
// that was written, so it has no hash. What is wrong with the file is no fault of this
// exercise, and told when the course is read.
func (c *Course) chapterPiece(e *Exercise, tag language.Tag, l *list) {
	l.file = courseTranslation(tag)
	_, titles := c.readOutline(tag, &collector{})
	for i, chapter := range c.Chapters {
		if slices.Contains(chapter.Exercises, e.ID) {
			l.add(fmt.Sprintf("title of the chapter %q", chapter.Title), "", chapter.Title, titles[i])
		}
	}
}

// A list gathers pieces.
type list struct {
	file   string
	pieces []Piece
}

func (l *list) add(name, key, base, translated string) {
	p := Piece{Name: name, File: l.file, State: Current, key: key, base: base}
	if strings.TrimSpace(translated) == "" {
		p.State = Missing
	}
	l.pieces = append(l.pieces, p)
}

func (c *Course) sumPath(id string, tag language.Tag) string {
	return filepath.Join(c.ExerciseDir(id), "translation."+tag.String()+".sum")
}

// sums reads what was translated, by the key of the piece. A line that says something
// else says nothing.
func (c *Course) sums(id string, tag language.Tag) (map[string]string, error) {
	data, err := os.ReadFile(c.sumPath(id, tag))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading what %s was translated from: %w", id, err)
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if key, sum, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			sums[key] = sum
		}
	}
	return sums, nil
}

// hashOf is that of the words of a text: who breaks its lines elsewhere has not changed
// it.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(oneLine(text)))
	return hex.EncodeToString(sum[:8])
}
