package classreport

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"time"

	"workbook/grader/report"
)

//go:embed page.gohtml
var source string

// page is parsed once; html/template escapes what it is given for its place.
var page = template.Must(template.New("class").Funcs(template.FuncMap{
	"line":    report.OneLine,
	"clip":    func(s string) string { return report.Clip(report.OneLine(s), 400) },
	"percent": percent,
	"count":   count,
	"glyph":   glyph,
	"class":   cssClass,
	"names":   names,
	"date":    func(t time.Time) string { return t.Format(time.DateOnly) },
	"px":      func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) },
	"minute":  func(t time.Time) string { return t.Format("2006-01-02 15:04 MST") },
}).Parse(source))

// WriteHTML writes the page.
func (c *Class) WriteHTML(w io.Writer) error {
	var b bytes.Buffer
	if err := page.Execute(&b, c); err != nil {
		return fmt.Errorf("making the page of a class: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing the page of a class: %w", err)
	}
	return nil
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return 100 * part / whole
}

// glyph shows a cell of the table without colors.
func glyph(c Cell) string {
	e := c.Exercise
	switch {
	case e == nil:
		return ""
	case c.NotBegun:
		return "○"
	case e.Verdict.Passed():
		return "✓"
	case e.Verdict == report.NotRun:
		return "–"
	case e.Verdict == report.GraderError || !e.Verdict.Known():
		return "!"
	}
	return "✗"
}

func cssClass(c Cell) string {
	return map[string]string{"": "none", "✓": "pass", "–": "none", "○": "none", "!": "odd", "✗": "fail"}[glyph(c)]
}

// manyNames is how many names of a group are shown.
const manyNames = 12

// names lists students; of many, the first and how many more.
func names(all []string) string {
	text := ""
	for i, name := range all {
		if i == manyNames {
			return text + fmt.Sprintf(" and %d more", len(all)-i)
		}
		if i > 0 {
			text += ", "
		}
		text += report.Clip(report.OneLine(name), 60)
	}
	return text
}
