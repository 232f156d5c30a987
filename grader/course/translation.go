package course

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// In returns the course in the language that choose gives the index of, as far as it is
// translated. It is asked with the languages that there are; the first is the one that the
// course was written in. Each text for itself is the best there is: what pt-BR does not have may be in pt, and what
// neither has is as it was written. Checks, points and limits are never translated.
//
// The error is [Problems] with the files of translations. The course is good all the
// same: what cannot be read counts as not translated.
func (c *Course) In(choose func(have []language.Tag) int) (*Course, error) {
	in := *c
	found := &collector{}
	in.Chapters = slices.Clone(c.Chapters)
	for _, tag := range slices.Backward(c.preferred(c.Languages, choose)) {
		title, chapters := c.readOutline(tag, found)
		in.Title = cmp.Or(title, in.Title)
		for i, chapter := range chapters {
			in.Chapters[i].Title = cmp.Or(chapter, in.Chapters[i].Title)
		}
	}
	in.Exercises = make([]*Exercise, len(c.Exercises))
	for i, e := range c.Exercises {
		read := *e
		read.reading = c.preferred(e.Languages, choose)
		read.Hints, read.Checks = slices.Clone(e.Hints), slices.Clone(e.Checks)
		for _, tag := range slices.Backward(read.reading) {
			if t := c.readTranslation(e, tag, found); t != nil {
				t.over(&read)
			}
		}
		in.Exercises[i] = &read
	}
	return &in, found.err()
}

// preferred gives the languages that go before the one that the course was written in.
func (c *Course) preferred(have []language.Tag, choose func(have []language.Tag) int) []language.Tag {
	left := append([]language.Tag{c.Language}, have...)
	var order []language.Tag
	for len(left) > 1 {
		i := choose(left)
		if i <= 0 {
			break
		}
		order = append(order, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return order
}

// A translation is what exercise.LANG.toml says of an exercise; see [Guide]. What is left
// out or empty is not translated yet.
type translation struct {
	file    string // relative to the course's root
	title   string
	summary string
	task    string
	hints   []string // as many as the exercise has
	checks  []string // titles, as many as the exercise has checks
}

// readTranslation reads exercise.LANG.toml. It returns nil when there is none, or none
// that can be read.
func (c *Course) readTranslation(e *Exercise, tag language.Tag, found *collector) *translation {
	file := path.Join("exercises", e.ID, exerciseFile(tag))
	if !exists(filepath.Join(c.Root, filepath.FromSlash(file))) {
		return nil
	}
	t := readTable(found, c.Root, file)
	if t == nil {
		return nil
	}
	tr := noTranslation(e, tag)
	tr.title, tr.summary, tr.task = t.text("title"), t.text("summary"), t.text("task")
	for i, it := range t.texts("hints") {
		if i >= len(e.Hints) {
			t.add(file, it.line, fmt.Sprintf("there is no hint %d in exercise.toml", i+1), "remove it")
			break
		}
		tr.hints[i] = it.text
	}
	checks := t.sub("checks")
	for i, check := range e.Checks {
		tr.checks[i] = checks.text(check.Name)
	}
	checks.finish()
	t.finish()
	return tr
}

// noTranslation is one that says nothing.
func noTranslation(e *Exercise, tag language.Tag) *translation {
	return &translation{
		file:  path.Join("exercises", e.ID, exerciseFile(tag)),
		hints: make([]string, len(e.Hints)), checks: make([]string, len(e.Checks)),
	}
}

// over puts what is translated in the place of what was written.
func (t *translation) over(e *Exercise) {
	e.Title = cmp.Or(t.title, e.Title)
	e.Summary = cmp.Or(t.summary, e.Summary)
	e.Task = cmp.Or(t.task, e.Task)
	for i, hint := range t.hints {
		e.Hints[i] = cmp.Or(hint, e.Hints[i])
	}
	for i, title := range t.checks {
		e.Checks[i].Title = cmp.Or(title, e.Checks[i].Title)
	}
}

// courseTranslation names course.LANG.toml, relative to the course's root.
func courseTranslation(tag language.Tag) string {
	return path.Join("exercises", "course."+tag.String()+".toml")
}

// readOutline reads course.LANG.toml, which has a title, and in [chapters] those of the
// chapters, each by the title that it translates.
//
// There are as many titles of chapters as chapters. What is not translated is empty.
func (c *Course) readOutline(tag language.Tag, found *collector) (title string, chapters []string) {
	chapters = make([]string, len(c.Chapters))
	t := readTable(found, c.Root, courseTranslation(tag))
	if t == nil {
		return "", chapters
	}
	title = t.text("title")
	titles := t.sub("chapters")
	for i, chapter := range c.Chapters {
		chapters[i] = titles.text(chapter.Title)
	}
	if c.HasSolutions() {
		titles.finish() // a student's copy may have fewer chapters than were translated
	}
	t.finish()
	return title, chapters
}

// Pages gives the pages of a lesson, which lines of three dashes separate. Each ends with
// a newline unless it is the last.
func Pages(lesson string) []string {
	var pages []string
	var page strings.Builder
	inCode := false
	for line := range strings.Lines(lesson) {
		switch text := strings.TrimRight(line, " \t\r\n"); {
		case text == "---" && !inCode:
			pages = append(pages, page.String())
			page.Reset()
			continue
		case strings.HasPrefix(text, "```"):
			inCode = !inCode
		}
		page.WriteString(line)
	}
	return append(pages, page.String())
}
