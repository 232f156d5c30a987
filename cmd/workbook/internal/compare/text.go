package compare

import (
	"go/format"
	"go/scanner"
	"go/token"
	"strings"
	"unicode"

	"workbook/grader/report"
)

// normal is the text of a file as it is compared: safe to show, and formatted when it
// can be.
func normal(text string) string {
	text = report.Terminal(text)
	if formatted, err := format.Source([]byte(text)); err == nil {
		text = string(formatted)
	}
	return text
}

// linesOf are the lines of a text without blank ones at its ends.
func linesOf(text string) []string {
	text = strings.TrimRight(strings.TrimLeft(text, "\r\n"), " \t\r\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// equal reports whether two lines differ in indentation at most. That of a line
// without a word is what it says.
func equal(a, b string) bool {
	if a == b {
		return true
	}
	text := strings.TrimSpace(a)
	return text == strings.TrimSpace(b) && hasWord(text)
}

func hasWord(line string) bool {
	return strings.IndexFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}

// A bag counts words: names, keywords and literals.
type bag struct {
	count map[string]int
	all   int
}

// bagOf counts the words of Go source. Comments say nothing about what it does.
func bagOf(lines []string) bag {
	src := []byte(strings.Join(lines, "\n"))
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, 0)
	b := bag{count: make(map[string]int)}
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return b
		}
		if tok.IsKeyword() || tok.IsLiteral() {
			b.count[lit]++
			b.all++
		}
	}
}

// shared is the share of the words that both have, from 0 to 1.
func (b bag) shared(other bag) float64 {
	if b.all+other.all == 0 {
		return 0
	}
	both := 0
	for word, n := range b.count {
		both += min(n, other.count[word])
	}
	return 2 * float64(both) / float64(b.all+other.all)
}

func isComment(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "//") }
