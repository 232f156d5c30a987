package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"workbook/grader/course"
)

// What a lesson measures when it can be read at one sitting, and each page on one
// screen.
const (
	minPages, maxPages = 3, 6
	minWords, maxWords = 80, 200
)

// maxColumns is how wide a line of code may be in a lesson or a hint, so that nobody
// reads it in two pieces: a screen of 120 columns has no more beside the outline. A tab
// is tabColumns wide there.
const maxColumns, tabColumns = 72, 4

// fullPoints is what an exercise is worth, so that exercises can be compared.
const fullPoints = 100

// text looks at what is written for people.
func (l *look) text(ctx context.Context) error {
	name := l.path("exercises", "lesson.md")
	data, err := os.ReadFile(l.course.LessonPath(l.ex.ID))
	if err != nil {
		return fmt.Errorf("reading the lesson: %w", err)
	}
	l.pages(name, string(data))
	l.contract(name, string(data))
	l.lesson(ctx, name, string(data))
	l.hints()
	if n := l.ex.Points(); n != fullPoints {
		l.problem(Problem{Aspect: "points", Message: fmt.Sprintf("The exercise is worth %s.", plural(n, "point")),
			Hint: fmt.Sprintf("let the points of its checks add up to %d", fullPoints)})
	}
	return nil
}

// lesson looks at what holds in every language.
func (l *look) lesson(ctx context.Context, name, lesson string) {
	l.links(name, lesson)
	l.code(name, lesson)
	snippets, err := Snippets(name, lesson)
	if err != nil {
		l.problem(Problem{Aspect: "lesson", Message: err.Error(), File: name})
	}
	for _, err := range CompileSnippets(ctx, l.course.Root, snippets) {
		l.problem(Problem{Aspect: "lesson", Message: "A block of Go does not compile: " + err.Error(), File: name,
			Hint: "a learner who types it in is let down; `" + course.GuideCommand + "` shows the forms of a block"})
	}
}

// pages looks at the lesson's pages, which a line of three dashes separates.
func (l *look) pages(name, lesson string) {
	pages := course.Pages(lesson)
	if n := len(pages) - len(l.ex.Replays); n < minPages || n > maxPages {
		l.problem(Problem{Aspect: "lesson", File: name, Message: fmt.Sprintf("The lesson has %s.", plural(len(pages), "page")),
			Hint: fmt.Sprintf("%d to %d, and those with a replay, can be read before doing something", minPages, maxPages)})
	}
	line := 1
	for i, page := range pages {
		words := len(strings.Fields(fenced.ReplaceAllString(page, "")))
		if words < minWords || words > maxWords {
			l.problem(Problem{Aspect: "lesson", File: name, Line: line, Message: fmt.Sprintf("Page %d has %s.", i+1, plural(words, "word")),
				Hint: fmt.Sprintf("one idea takes %d to %d", minWords, maxWords)})
		}
		line += strings.Count(page, "\n") + 1
	}
}

var (
	fenced      = regexp.MustCompile("(?ms)^```.*?^```")
	indented    = regexp.MustCompile(`(?m)^(\t| {4})\S`)
	indentation = regexp.MustCompile(`^(\t| {4})`)
	link        = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

// links looks whether links inside the course lead somewhere.
func (l *look) links(name, lesson string) {
	for _, m := range link.FindAllStringSubmatchIndex(lesson, -1) {
		target, _, _ := strings.Cut(lesson[m[2]:m[3]], "#")
		if target == "" || strings.Contains(target, "://") {
			continue // on this page, or of the web, which is not asked
		}
		_, err := os.Stat(filepath.Join(l.course.ExerciseDir(l.ex.ID), filepath.FromSlash(target)))
		if errors.Is(err, fs.ErrNotExist) {
			l.problem(Problem{Aspect: "lesson", File: name, Line: 1 + strings.Count(lesson[:m[0]], "\n"),
				Message: fmt.Sprintf("The link to %s leads nowhere.", target), Hint: "it is looked up from the exercise's folder"})
		}
	}
}

// code looks how wide the lines of code in a lesson are.
func (l *look) code(name, lesson string) {
	inside := false
	line := 0
	for text := range strings.Lines(lesson) {
		line++
		text = strings.TrimRight(text, "\r\n")
		switch {
		case strings.HasPrefix(strings.TrimLeft(text, "> "), "```"):
			inside = !inside
		case inside && !strings.HasPrefix(text, snippetMark):
			l.columns(Problem{Aspect: "lesson", File: name, Line: line}, "The line of code", text)
		}
	}
}

// columns says that a line of code is too wide, if it is.
func (l *look) columns(p Problem, what, text string) {
	width := utf8.RuneCountInString(text) + (tabColumns-1)*strings.Count(text, "\t")
	if width <= maxColumns {
		return
	}
	p.Message = fmt.Sprintf("%s is %s wide.", what, plural(width, "column"))
	p.Hint = fmt.Sprintf("break it: %d can be read at a glance on any screen", maxColumns)
	l.problem(p)
}

// levels is how many hints there are: a question, a direction, a shape.
const levels = 3

// hints looks whether they begin with a question and end with a shape, before the
// solution.
func (l *look) hints() {
	file := l.path("exercises", "exercise.toml")
	if n := len(l.ex.Hints); n != levels {
		l.problem(Problem{Aspect: "hints", File: file, Message: fmt.Sprintf("There %s %s.", are(n), plural(n, "hint")),
			Hint: fmt.Sprintf("write %d: a question, the direction, and the shape of the answer", levels)})
	}
	if last := l.ex.Hints[len(l.ex.Hints)-1]; !indented.MatchString(last) {
		l.problem(Problem{Aspect: "hints", File: file, Message: "The last hint shows no shape.", Hint: "show the answer's shape as indented code, with gaps"})
	}
	if !strings.Contains(l.ex.Hints[0], "?") {
		l.problem(Problem{Aspect: "hints", File: file, Message: "The first hint asks nothing.", Hint: "ask the question whose answer is the next step"})
	}
	lines, err := codeLines(l.course.SolutionDir(l.ex.ID))
	if err != nil {
		l.problem(Problem{Aspect: "hints", File: file, Message: err.Error()})
		return
	}
	for i, hint := range l.ex.Hints {
		l.codeInHint(file, i, hint)
		given := 0
		for line := range lines {
			if strings.Contains(hint, line) {
				given++
			}
		}
		if len(lines) > 3 && given*10 >= len(lines)*7 {
			l.problem(Problem{Aspect: "hints", File: file, Message: fmt.Sprintf("Hint %d holds %d of the reference's %d lines.", i+1, given, len(lines)),
				Hint: "show a shape, and leave the rest to the learner"})
		}
	}
}

// codeInHint looks how wide the lines of code in a hint are.
func (l *look) codeInHint(file string, i int, hint string) {
	for text := range strings.Lines(hint) {
		if indented.MatchString(text) {
			l.columns(Problem{Aspect: "hints", File: file}, fmt.Sprintf("A line of code in hint %d", i+1),
				strings.TrimRight(indentation.ReplaceAllString(text, ""), "\n"))
		}
	}
}

// codeLines are the different lines of a reference that say something.
func codeLines(dir string) (map[string]bool, error) {
	names, err := referenceFiles(dir)
	if err != nil {
		return nil, err
	}
	lines := map[string]bool{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("reading the reference: %w", err)
		}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if len(line) > 3 && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "package ") && !strings.HasPrefix(line, "import ") && line[0] != '"' {
				lines[line] = true
			}
		}
	}
	return lines, nil
}
