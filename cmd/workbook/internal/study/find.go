package study

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/grader/course"
)

// dot stands between the parts of a label.
const dot = "·"

// A Spot is a place that search can jump to.
type Spot struct {
	Exercise string // id
	Page     int    // of the lesson; -1 for none
	Hint     int    // counts from 1; 0 for none
	Label    string // "02 Spawned · page 3"
	Text     string // what is searched
}

// Spots lists everything that can be found in a course.
func Spots(c *course.Course, lessons map[string]lesson.Lesson) []Spot {
	var out []Spot
	for _, ex := range c.Exercises {
		out = append(out, Spot{Exercise: ex.ID, Page: -1, Label: Name(ex),
			Text: strings.Join([]string{ex.Summary, ex.Task, ex.ID}, " ")})
		for i, p := range lessons[ex.ID].Pages {
			out = append(out, Spot{Exercise: ex.ID, Page: i,
				Label: Name(ex) + " " + dot + " " + tr.T("page %d", i+1), Text: pageText(p)})
		}
		for i, h := range ex.Hints {
			out = append(out, Spot{Exercise: ex.ID, Page: -1, Hint: i + 1,
				Label: Name(ex) + " " + dot + " " + tr.T("hint %d", i+1), Text: h})
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

// Find returns the spots that hold every word of query.
func Find(all []Spot, query string) []Spot {
	words := strings.Fields(fold(query))
	if len(words) == 0 {
		return nil
	}
	var out []Spot
next:
	for _, s := range all {
		text := fold(s.Label + " " + s.Text)
		for _, w := range words {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

// fold is text in lower case, byte for byte where it was.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if low := unicode.ToLower(r); utf8.RuneLen(low) == utf8.RuneLen(r) {
			return low
		}
		return r
	}, text)
}
