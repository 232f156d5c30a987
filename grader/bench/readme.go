package bench

import (
	"bytes"
	"errors"
)

// What is between these two lines of a text in Markdown is a report's, see [Report.Into].
const (
	markBegin = "<!-- measured by `workbook bench --all --readme README.md` -->\n"
	markEnd   = "<!-- until here -->\n"
)

// Into gives a text in Markdown with the report in the place of the one that it had.
func (r *Report) Into(text []byte) ([]byte, error) {
	before, rest, ok := bytes.Cut(text, []byte(markBegin))
	_, after, ok2 := bytes.Cut(rest, []byte(markEnd))
	if !ok || !ok2 {
		return nil, errors.New("there is no place for figures in it: it lacks the line " + markBegin + "or the line " + markEnd)
	}
	var b bytes.Buffer
	b.Write(before)
	b.WriteString(markBegin + "\n")
	if err := r.WriteMarkdown(&b); err != nil {
		return nil, err
	}
	b.WriteString("\n" + markEnd)
	b.Write(after)
	return b.Bytes(), nil
}
