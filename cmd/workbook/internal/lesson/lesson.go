// Package lesson reads a lesson and lays it out for a screen of a given width.
//
// A lesson is a Markdown file whose pages are parted by lines that hold nothing
// but `---`. [Load] reads it, [Render] turns one page into lines of styled
// spans. The package knows no terminal: a [Style] is a name, and whoever shows
// the lines decides what it looks like.
//
// Prose is wrapped at the display width. Code is not, because a wrapped line of
// Go is a different line of Go; a screen breaks it with [Line.Fold], and marks it.
package lesson

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"unicode"

	"workbook/cmd/internal/tr"
)

// MaxSize is the size in bytes over which a lesson is not read.
const MaxSize = 1 << 20

// ErrEmpty says that a lesson holds no text at all.
var ErrEmpty = tr.Error("the lesson has no text")

// A Lesson is a sequence of pages, at least one.
type Lesson struct {
	Pages []Page
}

// A Page is what the learner reads at a time.
type Page struct {
	Title  string // of the first heading; empty when there is none
	Task   bool   // it says what to do
	Line   int    // where the page begins in the file, from 1
	Blocks []Block
}

// Load reads a lesson that lies in one file, or in several: translations come first, and
// the last is the whole lesson, as it was written. A page that a translation does not have,
// or has left blank, is that of the next file. Errors name the file.
func Load(paths ...string) (Lesson, error) {
	var whole []Page
	for i, path := range slices.Backward(paths) {
		read, err := load(path)
		if err != nil {
			return Lesson{}, err
		}
		if i == len(paths)-1 {
			whole = read
		}
		for k := range min(len(read), len(whole)) {
			if len(read[k].Blocks) > 0 {
				read[k].Task = whole[k].Task // a heading says so in one language only
				whole[k] = read[k]
			}
		}
	}
	l := lessonOf(whole)
	if len(l.Pages) == 0 {
		return Lesson{}, fmt.Errorf("%s: %w", paths[len(paths)-1], ErrEmpty)
	}
	return l, nil
}

// load reads the pages of one file, blank ones as well.
func load(path string) ([]Page, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, tr.Errorf("reading the lesson: %w", err)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, tr.Errorf("reading the lesson: %w", err)
	}
	if len(src) > MaxSize {
		return nil, tr.Errorf("%s: the lesson is larger than %d KiB", path, MaxSize>>10)
	}
	return pages(src), nil
}

// Parse reads a lesson from memory. Any input is a lesson; one without text has
// no pages.
func Parse(src []byte) Lesson { return lessonOf(pages(src)) }

// lessonOf leaves out blank pages.
func lessonOf(pages []Page) Lesson {
	return Lesson{Pages: slices.DeleteFunc(pages, func(p Page) bool { return len(p.Blocks) == 0 })}
}

// pages parses every page, blank ones as well: pages of a translation are told apart by
// their number.
func pages(src []byte) []Page {
	var list []Page
	for _, p := range split(clean(src)) {
		page := Page{Line: p.line, Blocks: parse([]byte(p.text), p.line)}
		page.Title = firstHeading(page.Blocks)
		page.Task = page.Title == taskTitle || strings.HasPrefix(page.Title, taskTitle+":")
		list = append(list, page)
	}
	return list
}

// taskTitle heads the page that says what to do, or the pages: "The task: serving".
const taskTitle = "The task"

// CodeBlocks yields every code block of the lesson, in order, nested ones
// included.
func (l Lesson) CodeBlocks() iter.Seq[CodeBlock] {
	return func(yield func(CodeBlock) bool) {
		for _, p := range l.Pages {
			if !walkCode(p.Blocks, yield) {
				return
			}
		}
	}
}

func walkCode(blocks []Block, yield func(CodeBlock) bool) bool {
	for _, b := range blocks {
		switch b := b.(type) {
		case CodeBlock:
			if !yield(b) {
				return false
			}
		case Quote:
			if !walkCode(b.Blocks, yield) {
				return false
			}
		case List:
			for _, item := range b.Items {
				if !walkCode(item, yield) {
					return false
				}
			}
		}
	}
	return true
}

func firstHeading(blocks []Block) string {
	for _, b := range blocks {
		if h, ok := b.(Heading); ok {
			return strings.Join(strings.Fields(plain(h.Text)), " ")
		}
	}
	return ""
}

func plain(text []Span) string {
	var sb strings.Builder
	for _, s := range text {
		sb.WriteString(s.Text)
	}
	return sb.String()
}

type rawPage struct {
	text string
	line int
}

// split cuts a lesson at its `---` lines. Those inside a fenced code block are
// code. Under a line of text Markdown would read `---` as an underline; here it
// always begins a page, so that nobody has to think of a blank line.
func split(src string) []rawPage {
	var pages []rawPage
	var page strings.Builder
	start, fence := 1, ""
	n := 0
	for line := range strings.Lines(src) {
		n++
		trimmed := strings.TrimSpace(line)
		if fence == "" && trimmed == "---" && strings.HasPrefix(line, "---") {
			pages = append(pages, rawPage{page.String(), start})
			page.Reset()
			start = n + 1
			continue
		}
		fence = fenceAfter(fence, trimmed)
		page.WriteString(line)
	}
	return append(pages, rawPage{page.String(), start})
}

// fenceAfter gives the fence that is open after the line, "" for none.
func fenceAfter(open, line string) string {
	line = strings.TrimLeft(line, "> ")
	for _, c := range []string{"`", "~"} {
		run := line[:len(line)-len(strings.TrimLeft(line, c))]
		switch {
		case len(run) < 3:
		case open == "" && !(c == "`" && strings.Contains(line[len(run):], "`")):
			return run
		case strings.HasPrefix(run, open) && open != "" && strings.TrimSpace(line[len(run):]) == "":
			return ""
		}
	}
	return open
}

// clean makes text that is safe to show: valid UTF-8, Unix line ends, and none
// of the runes that steer a terminal or reorder what is read.
func clean(src []byte) string {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	return printable(strings.ReplaceAll(string(src), "\r\n", "\n"))
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\u200c' || r == '\u200d': // the joiners, which scripts and emoji need
			return r
		case r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}
