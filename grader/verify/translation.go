package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"workbook/grader/course"
)

// translations looks at each language that somebody has begun to translate the exercise
// to. What is not finished is noted; what would mislead a learner is a problem.
func (l *look) translations(ctx context.Context) error {
	misnamed := l.course.Misnamed(l.ex.ID)
	for _, name := range slices.Sorted(maps.Keys(misnamed)) {
		p := Problem{Aspect: "translation", File: l.path("exercises", name), Message: "It is not read: its name spells no language.", Hint: "name it like lesson.pt-BR.md"}
		if meant := misnamed[name]; meant != "" {
			p.Hint = "name it " + meant
		}
		l.note(p)
	}
	for _, tag := range l.ex.Languages {
		if err := l.translation(ctx, tag); err != nil {
			return err
		}
	}
	return nil
}

func (l *look) translation(ctx context.Context, tag language.Tag) error {
	pieces, problems, err := l.course.Translation(l.ex.ID, tag)
	if err != nil {
		return err
	}
	for _, p := range problems {
		l.problem(Problem{Aspect: "translation", File: p.File, Line: p.Line, Message: sentenceCase(p.Message), Hint: p.Fix})
	}
	l.progress(tag, pieces)
	if err := l.translatedHints(tag); err != nil {
		return err
	}

	name := l.path("exercises", "lesson."+tag.String()+".md")
	data, err := os.ReadFile(filepath.Join(l.course.Root, filepath.FromSlash(name)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("reading the translation of the lesson: %w", err)
	}
	l.lesson(ctx, name, string(data))
	written := 0
	for _, p := range pieces {
		if strings.HasPrefix(p.Name, "page ") {
			written++
		}
	}
	if n := len(course.Pages(string(data))); n > written {
		l.note(Problem{Aspect: "translation", File: name, Message: fmt.Sprintf("It has %s, and the lesson has %d.", plural(n, "page"), written),
			Hint: "let each page translate the one of the same number"})
	}
	return nil
}

// translatedHints looks how wide the code in them is.
func (l *look) translatedHints(tag language.Tag) error {
	in, err := l.course.In(func(have []language.Tag) int { return max(0, slices.Index(have, tag)) })
	var problems course.Problems
	if err != nil && !errors.As(err, &problems) { // which have been told
		return err
	}
	ex, err := in.Exercise(l.ex.ID)
	if err != nil {
		return err
	}
	for i, hint := range ex.Hints {
		if hint != l.ex.Hints[i] {
			l.codeInHint(l.path("exercises", "exercise."+tag.String()+".toml"), i, hint)
		}
	}
	return nil
}

// progress notes how far a translation is, file by file.
func (l *look) progress(tag language.Tag, pieces []course.Piece) {
	byFile := map[string]map[course.State][]string{}
	for _, p := range pieces {
		if byFile[p.File] == nil {
			byFile[p.File] = map[course.State][]string{}
		}
		byFile[p.File][p.State] = append(byFile[p.File][p.State], p.Name)
	}
	uptodate := fmt.Sprintf("when it is right, write that down: workbook translated %s %s", tag, l.ex.ID)
	for _, file := range slices.Sorted(maps.Keys(byFile)) {
		for _, is := range []struct {
			state         course.State
			message, hint string
		}{
			{course.Missing, "Not translated yet, and shown as it was written", ""},
			{course.Stale, "Changed since it was translated", uptodate},
			{course.Unrecorded, "Nobody has said what it was translated from", uptodate},
		} {
			if names := byFile[file][is.state]; len(names) > 0 {
				l.note(Problem{Aspect: "translation", File: file, Message: is.message + ": " + some(names) + ".", Hint: is.hint})
			}
		}
	}
}
