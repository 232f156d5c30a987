package release

import "strings"

// A scannedOutline says where in a course.toml things stand; the TOML library does not.
type scannedOutline struct {
	sections []span // what comes before the first table, then each table with the comment above it
	texts    []scannedText
}

// A scannedText is a string that stands in an array.
type scannedText struct {
	span
	text string
}

func (s scannedOutline) within(section span) []scannedText {
	var list []scannedText
	for _, t := range s.texts {
		if t.start >= section.start && t.end <= section.end {
			list = append(list, t)
		}
	}
	return list
}

// scanOutline finds the tables of a document that is good TOML, and the texts in arrays.
func scanOutline(doc string) scannedOutline {
	var s scannedOutline
	begin, depth := 0, 0
	fresh := true // nothing but blanks since the line began
	for i := 0; i < len(doc); {
		switch c := doc[i]; c {
		case '#':
			i = lineEnd(doc, i)
			continue
		case '"', '\'':
			end, text := quoted(doc, i)
			if depth > 0 {
				s.texts = append(s.texts, scannedText{span{i, end}, text})
			}
			i, fresh = end, false
			continue
		case '[':
			if fresh && depth == 0 { // the header of a table
				start := above(doc, i)
				s.sections = append(s.sections, span{begin, start})
				begin, i = start, lineEnd(doc, i)
				continue
			}
			depth++
		case ']':
			depth--
		}
		fresh = doc[i] == '\n' || fresh && (doc[i] == ' ' || doc[i] == '\t')
		i++
	}
	s.sections = append(s.sections, span{begin, len(doc)})
	return s
}

// above is where the comment begins that stands directly over the line at i, or else
// that line.
func above(doc string, i int) int {
	start := strings.LastIndexByte(doc[:i], '\n') + 1
	for start > 0 {
		previous := strings.LastIndexByte(doc[:start-1], '\n') + 1
		if !strings.HasPrefix(strings.TrimSpace(doc[previous:start]), "#") {
			break
		}
		start = previous
	}
	return start
}

func lineEnd(doc string, i int) int {
	if n := strings.IndexByte(doc[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(doc)
}

// quoted reads the string that begins at i. Escapes stay as they are, for no id of an
// exercise has any.
func quoted(doc string, i int) (end int, text string) {
	mark := doc[i : i+1]
	if three := strings.Repeat(mark, 3); strings.HasPrefix(doc[i:], three) {
		mark = three
	}
	at := i + len(mark)
	for at < len(doc) && !strings.HasPrefix(doc[at:], mark) {
		if doc[at] == '\\' && mark[0] == '"' {
			at++
		}
		at++
	}
	at = min(at, len(doc))
	return min(at+len(mark), len(doc)), doc[min(i+len(mark), at):at]
}
