package tui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
)

// dot stands between the parts of a label.
const dot = "·"

// A spot is a place that search can jump to.
type spot struct {
	exercise string // id
	page     int    // of the lesson; -1 for none
	hint     int    // counts from 1; 0 for none
	label    string // "02 Spawned · page 3"
	text     string // what is searched
}

// spots lists everything that can be found in a course.
func spots(c *course.Course, lessons map[string]lesson.Lesson) []spot {
	var out []spot
	for _, ex := range c.Exercises {
		out = append(out, spot{exercise: ex.ID, page: -1, label: name(ex),
			text: strings.Join([]string{ex.Summary, ex.Task, ex.ID}, " ")})
		for i, p := range lessons[ex.ID].Pages {
			out = append(out, spot{exercise: ex.ID, page: i,
				label: fmt.Sprintf("%s %s page %d", name(ex), dot, i+1), text: pageText(p)})
		}
		for i, h := range ex.Hints {
			out = append(out, spot{exercise: ex.ID, page: -1, hint: i + 1,
				label: fmt.Sprintf("%s %s hint %d", name(ex), dot, i+1), text: h})
		}
	}
	return out
}

// pageText is a page on one line.
func pageText(p lesson.Page) string {
	const wide = 400 // so that words that belong together stand on one line
	var words []string
	for _, l := range lesson.Render(p, wide) {
		words = append(words, strings.Fields(l.String())...)
	}
	return strings.Join(words, " ")
}

// find returns the spots that hold every word of query.
func find(all []spot, query string) []spot {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil
	}
	var out []spot
next:
	for _, s := range all {
		text := strings.ToLower(s.label + " " + s.text)
		for _, w := range words {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

// around is the part of text around the first word of query.
func around(text, query string) string {
	words := strings.Fields(strings.ToLower(query))
	at := -1
	if len(words) > 0 {
		at = strings.Index(strings.ToLower(text), words[0])
	}
	const before = 20
	if at > before && at < len(text) {
		start := at - before
		if space := strings.IndexByte(text[start:at], ' '); space >= 0 {
			start += space + 1
		}
		for !utf8.RuneStart(text[start]) {
			start++
		}
		text = "… " + text[start:]
	}
	return text
}
