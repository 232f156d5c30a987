package check

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shown is how many bytes of a payload are shown.
const shown = 64

// Quote shows b as a Go string literal; of a long b the beginning.
func Quote(b []byte) string { return quoteAt(b, 0) }

// quoteAt shows the part of b around an offset.
func quoteAt(b []byte, at int) string {
	if len(b) == 0 {
		return "nothing"
	}
	return quoteOf(b, at, len(b))
}

// quoteOf is quoteAt for the beginning of n bytes.
func quoteOf(b []byte, at, n int) string {
	if len(b) <= shown {
		return strconv.Quote(string(b))
	}
	from := min(max(at-shown/4, 0), len(b)-shown)
	part := strconv.Quote(string(b[from : from+shown]))
	return fmt.Sprintf("%s (bytes %d to %d of %s)", part, from, from+shown-1, count(n))
}

// quoteBoth shows two payloads around their first difference.
func quoteBoth(got, expected any) (string, string) {
	g, ok1 := got.([]byte)
	e, ok2 := expected.([]byte)
	if !ok1 || !ok2 {
		return quoteAny(got), quoteAny(expected)
	}
	at := difference(g, e)
	return quoteAt(g, at), quoteAt(e, at)
}

// An excerpt is the beginning of what was sent, and its length.
type excerpt struct {
	head []byte
	n    int
}

// maxExcerpt is how much of what was sent is kept, so that a place in it can be shown.
const maxExcerpt = 1 << 20

func (e *excerpt) add(b []byte) {
	e.n += len(b)
	if room := maxExcerpt - len(e.head); room > 0 {
		e.head = append(e.head, b[:min(room, len(b))]...)
	}
}

// forget begins anew, in the memory that is there.
func (e *excerpt) forget() { e.head, e.n = e.head[:0], 0 }

// around shows the place at which what came back differs from what was expected; or
// nothing when that is not kept.
func (e excerpt) around(at int) string {
	switch {
	case e.n == 0 || e.n > len(e.head) && at > len(e.head)-shown:
		return ""
	case e.n > len(e.head) && at < shown/4:
		return e.String()
	}
	return quoteOf(e.head, at, e.n)
}

// quoteSent shows what was sent, as [quoteBoth] shows the rest.
func quoteSent(sent, got, expected any) string {
	e, ok1 := sent.(excerpt)
	g, ok2 := got.([]byte)
	x, ok3 := expected.([]byte)
	if !ok1 || !ok2 || !ok3 {
		return quoteAny(sent)
	}
	return e.around(difference(g, x))
}

func (e excerpt) String() string {
	switch {
	case e.n == 0:
		return ""
	}
	return quoteOf(e.head, 0, e.n)
}

func quoteAny(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case excerpt:
		return v.String()
	case []byte:
		return Quote(v)
	case string:
		return clip(v, 4<<10)
	}
	return clip(fmt.Sprint(v), 4<<10)
}

// difference is the offset of the first byte at which a and b differ; the length
// of the shorter one when it is the beginning of the other.
func difference(a, b []byte) int {
	n := min(len(a), len(b))
	if bytes.Equal(a[:n], b[:n]) {
		return n
	}
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// clip cuts s to about n bytes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = s[:n]
	for len(s) > 0 && !utf8.RuneStart(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if len(s) > 0 && s[len(s)-1] >= utf8.RuneSelf {
		s = s[:len(s)-1]
	}
	return s + "..."
}

// plain shows a value that was panicked with on one line.
func plain(v any) string {
	s := clip(fmt.Sprint(v), 400)
	if strings.ContainsFunc(s, unicode.IsControl) {
		return strconv.Quote(s)
	}
	return s
}

// count writes a number so that it can be read: 1,048,576.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// countOf counts things: "1 byte", "2,000 bytes".
func countOf(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return count(n) + " " + thing
}

// fromTestify reads the sentence, and what was expected, out of a failure of
// testify's assertions. Any other text is the message itself.
func fromTestify(text string) Mistake {
	parts := make(map[string]string)
	label := ""
	for _, line := range strings.Split(text, "\n") {
		rest, ok := strings.CutPrefix(line, "\t")
		if !ok {
			continue
		}
		if l, v, ok := strings.Cut(rest, ":"); ok && l != "" && strings.TrimSpace(l) == l && l[0] >= 'A' && l[0] <= 'Z' {
			label = l
			parts[label] = strings.TrimSpace(v)
		} else if label != "" {
			parts[label] += "\n" + strings.TrimPrefix(strings.TrimLeft(rest, " "), "\t")
		}
	}
	problem, said := parts["Error"], parts["Messages"]
	if problem == "" {
		return Mistake{Message: text}
	}
	m := Mistake{Message: said}
	if said == "" {
		m.Message = problem
	}
	for _, line := range strings.Split(problem, "\n") {
		line = strings.TrimSpace(line)
		if v, ok := strings.CutPrefix(line, "expected:"); ok && m.Expected == nil {
			m.Expected = strings.TrimSpace(v)
		} else if v, ok := strings.CutPrefix(line, "actual  :"); ok && m.Got == nil {
			m.Got = strings.TrimSpace(v)
		}
	}
	if m.Expected == nil && said != "" {
		m.Got = strings.TrimSpace(problem)
	}
	return m
}
