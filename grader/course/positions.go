package course

import (
	"strconv"
	"strings"
)

// positions says at which line each key and each array element of a TOML
// document stands. The TOML library tells positions only of what it rejects
// itself; a course also has mistakes that are perfectly good TOML.
//
// A path is built with [keyPath] and [itemPath].
type positions map[string]int

// keyPath is the path of a key inside a table; the document's own path is "".
func keyPath(table, key string) string { return table + "." + strconv.Quote(key) }

// itemPath is the path of the i-th element (from 0) of an array.
func itemPath(array string, i int) string { return array + "[" + strconv.Itoa(i) + "]" }

// scanPositions finds the positions in a document that the TOML library has
// accepted. Of any other document it finds what it can; it always ends.
func scanPositions(doc string) positions {
	return scan(doc).at
}

func scan(doc string) *posScanner {
	s := &posScanner{doc: doc, line: 1, at: positions{}, arrays: map[string]span{}, tables: map[string]int{}}
	s.document()
	return s
}

// A span is where an array stands, as offsets in the document.
type span struct {
	last  int // behind the last element, or behind the opening bracket when there is none
	close int // of the closing bracket
	empty bool
}

type posScanner struct {
	doc    string
	off    int
	line   int
	at     positions
	arrays map[string]span // by path
	tables map[string]int  // how many [[path]] headers were seen
}

func (s *posScanner) document() {
	table := ""
	for {
		s.blank()
		if s.done() {
			return
		}
		start := s.off
		if s.peek() == '[' {
			table = s.header()
		} else {
			s.keyValue(table)
		}
		if s.off == start {
			s.next() // not TOML; go on all the same
		}
	}
}

// header reads [a.b] or [[a.b]] and gives the path of the table that follows.
func (s *posScanner) header() string {
	line := s.line
	s.next()
	isArray := s.peek() == '['
	if isArray {
		s.next()
	}
	path := ""
	keys := s.keys()
	for i, k := range keys {
		path = keyPath(path, k)
		last := i == len(keys)-1
		if last && isArray {
			s.note(path, line)
			s.tables[path]++
		}
		if n := s.tables[path]; n > 0 {
			path = itemPath(path, n-1)
		}
		s.note(path, line)
	}
	for !s.done() && s.peek() == ']' {
		s.next()
	}
	return path
}

func (s *posScanner) keyValue(table string) {
	line := s.line
	path := table
	for _, k := range s.keys() {
		path = keyPath(path, k)
		s.note(path, line)
	}
	s.space()
	if s.peek() == '=' {
		s.next()
		s.space()
		s.value(path)
	}
}

// keys reads a dotted key.
func (s *posScanner) keys() []string {
	var keys []string
	for {
		s.space()
		switch c := s.peek(); {
		case c == '"' || c == '\'':
			keys = append(keys, s.quoted())
		default:
			start := s.off
			for !s.done() && !strings.ContainsRune(" \t\r\n.=[]{}#,\"'", rune(s.peek())) {
				s.next()
			}
			if s.off == start {
				return keys
			}
			keys = append(keys, s.doc[start:s.off])
		}
		s.space()
		if s.peek() != '.' {
			return keys
		}
		s.next()
	}
}

func (s *posScanner) value(path string) {
	switch s.peek() {
	case '"', '\'':
		s.quoted()
	case '[':
		s.next()
		array := span{last: s.off, empty: true}
		for i := 0; s.more(']'); i++ {
			s.note(itemPath(path, i), s.line)
			s.progress(func() { s.value(itemPath(path, i)) })
			array.last, array.empty = s.off, false
		}
		array.close = s.off - 1
		s.arrays[path] = array
	case '{':
		s.next()
		for s.more('}') {
			s.progress(func() { s.keyValue(path) })
		}
	default:
		for !s.done() && !strings.ContainsRune(",]}#\n", rune(s.peek())) {
			s.next()
		}
	}
}

// more skips to the next element of an array or inline table; it reports false
// after the closing delimiter.
func (s *posScanner) more(closing byte) bool {
	for {
		s.blank()
		switch {
		case s.done():
			return false
		case s.peek() == ',':
			s.next()
		case s.peek() == closing:
			s.next()
			return false
		default:
			return true
		}
	}
}

// progress runs f and moves on by one byte when f did not.
func (s *posScanner) progress(f func()) {
	start := s.off
	f()
	if s.off == start {
		s.next()
	}
}

// quoted reads a string of any of the four kinds and gives its value.
func (s *posScanner) quoted() string {
	q := s.doc[s.off : s.off+1]
	if strings.HasPrefix(s.doc[s.off:], q+q+q) {
		s.skip(3)
		for !s.done() && !strings.HasPrefix(s.doc[s.off:], q+q+q) {
			s.escape(q)
			s.next()
		}
		// A multi-line string may end in up to two quotes of its own.
		for !s.done() && s.doc[s.off:s.off+1] == q {
			s.next()
		}
		return ""
	}
	start := s.off
	s.next()
	for !s.done() && s.doc[s.off:s.off+1] != q && s.peek() != '\n' {
		s.escape(q)
		s.next()
	}
	s.next()
	raw := s.doc[start:s.off]
	if value, err := strconv.Unquote(raw); err == nil {
		return value
	}
	return strings.Trim(raw, q)
}

// escape skips the backslash of an escaped character in a basic string.
func (s *posScanner) escape(q string) {
	if q == `"` && s.peek() == '\\' {
		s.next()
	}
}

// blank skips white space, line ends and comments.
func (s *posScanner) blank() {
	for !s.done() {
		switch s.peek() {
		case ' ', '\t', '\r', '\n':
			s.next()
		case '#':
			for !s.done() && s.peek() != '\n' {
				s.next()
			}
		default:
			return
		}
	}
}

func (s *posScanner) space() {
	for s.peek() == ' ' || s.peek() == '\t' {
		s.next()
	}
}

// note keeps the first line at which a path is seen.
func (s *posScanner) note(path string, line int) {
	if _, ok := s.at[path]; !ok {
		s.at[path] = line
	}
}

func (s *posScanner) done() bool { return s.off >= len(s.doc) }

// peek gives the byte at hand, or 0 at the end.
func (s *posScanner) peek() byte {
	if s.done() {
		return 0
	}
	return s.doc[s.off]
}

func (s *posScanner) next() {
	if s.done() {
		return
	}
	if s.doc[s.off] == '\n' {
		s.line++
	}
	s.off++
}

func (s *posScanner) skip(n int) {
	for range n {
		s.next()
	}
}
