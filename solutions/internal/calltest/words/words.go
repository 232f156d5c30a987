// Package words is how the referee and a subject program of calltest write what
// they say to each other: a line of words, each of them quoted, so that a word may
// be empty, of any length and of any bytes.
package words

import (
	"fmt"
	"strconv"
	"strings"
)

// Line gives the line, without its end.
func Line(words ...string) string {
	var b []byte
	for i, w := range words {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendQuoteToASCII(b, w)
	}
	return string(b)
}

// Split reads what Line gave.
func Split(line string) ([]string, error) {
	var words []string
	for rest := line; rest != ""; {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil || quoted[0] != '"' {
			return nil, fmt.Errorf("word %d of %.80q is not a quoted one", len(words)+1, line)
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, fmt.Errorf("word %d of %.80q: %w", len(words)+1, line, err)
		}
		words = append(words, word)
		rest = rest[len(quoted):]
		if rest == "" {
			break
		}
		var ok bool
		if rest, ok = strings.CutPrefix(rest, " "); !ok || rest == "" {
			return nil, fmt.Errorf("after word %d of %.80q there is no other word", len(words), line)
		}
	}
	return words, nil
}
