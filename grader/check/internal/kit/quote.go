package kit

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/grader/report/outcome"
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
	return fmt.Sprintf("%s (bytes %d to %d of %s)", part, from, from+shown-1, Count(n))
}

// quoteBoth shows two payloads around their first difference.
func quoteBoth(got, expected any) (string, string) {
	g, ok1 := got.([]byte)
	e, ok2 := expected.([]byte)
	if !ok1 || !ok2 {
		return quoteAny(got), quoteAny(expected)
	}
	at := Difference(g, e)
	return quoteAt(g, at), quoteAt(e, at)
}

// An Excerpt is the beginning of what was sent, and its length.
type Excerpt struct {
	head []byte
	n    int
}

// maxExcerpt is how much of what was sent is kept, so that a place in it can be shown.
const maxExcerpt = 1 << 20

// Add adds what was sent.
func (e *Excerpt) Add(b []byte) {
	e.n += len(b)
	if room := maxExcerpt - len(e.head); room > 0 {
		e.head = append(e.head, b[:min(room, len(b))]...)
	}
}

// Forget begins anew, in the memory that is there.
func (e *Excerpt) Forget() { e.head, e.n = e.head[:0], 0 }

// Clone is a copy that what is added later does not change.
func (e *Excerpt) Clone() Excerpt { return Excerpt{head: bytes.Clone(e.head), n: e.n} }

// around shows the place at which what came back differs from what was expected; or
// nothing when that is not kept.
func (e Excerpt) around(at int) string {
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
	e, ok1 := sent.(Excerpt)
	g, ok2 := got.([]byte)
	x, ok3 := expected.([]byte)
	if !ok1 || !ok2 || !ok3 {
		return quoteAny(sent)
	}
	return e.around(Difference(g, x))
}

func (e Excerpt) String() string {
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
	case Excerpt:
		return v.String()
	case []byte:
		return Quote(v)
	case string:
		return outcome.Cut(v, 4<<10)
	}
	return outcome.Cut(fmt.Sprint(v), 4<<10)
}

// Difference is the offset of the first byte at which a and b differ; the length
// of the shorter one when it is the beginning of the other.
func Difference(a, b []byte) int {
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

// Plain shows a value that was panicked with on one line.
func Plain(v any) string {
	s := outcome.Cut(fmt.Sprint(v), 400)
	if strings.ContainsFunc(s, unicode.IsControl) {
		return strconv.Quote(s)
	}
	return s
}

// Sentence is s with the period that it may lack.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// Upper is s as it stands at the beginning of a sentence.
func Upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if first == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// ErrorText is an error in a sentence.
func ErrorText(err error) string {
	if err == nil {
		return "nil"
	}
	return fmt.Sprintf("the error %q", err)
}

// Count writes a number so that it can be read: 1,048,576.
func Count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// CountOf counts things: "1 byte", "2,000 bytes".
func CountOf(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return Count(n) + " " + thing
}
