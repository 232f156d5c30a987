package lesson

import (
	"go/scanner"
	"go/token"
	"strings"
)

// tabWidth is the number of columns of a tab in code.
const tabWidth = 4

// predeclared holds the names that every Go file knows. go/types has them too,
// but would be half a second more of the first build.
var predeclared = func() map[string]Style {
	names := make(map[string]Style)
	for _, n := range strings.Fields(`any bool byte comparable complex64 complex128 error float32 float64
		int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr`) {
		names[n] = TypeName
	}
	for _, n := range strings.Fields(`true false iota nil append cap clear close complex copy delete imag
		len make max min new panic print println real recover`) {
		names[n] = Builtin
	}
	return names
}()

// Go colors Go source, line by line, with its tabs expanded. Fragments are fine.
func Go(src string) []Line { return codeLines(CodeBlock{Lang: "go", Text: src}) }

// codeLines colors a code block, line by line, with its tabs expanded.
func codeLines(b CodeBlock) []Line {
	src := strings.TrimRight(expandTabs(b.Text), "\n")
	if src == "" {
		return nil
	}
	var spans []Span
	if b.Lang == "go" {
		spans = highlight(src)
	} else {
		spans = []Span{{src, CodeText}}
	}
	return cutLines(spans)
}

// highlight colors Go. Fragments and broken code are fine: the scanner knows no
// grammar and its complaints are not listened to.
func highlight(src string) []Span {
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), nil, scanner.ScanComments)

	var out []Span
	put := func(text string, style Style) {
		if last := len(out) - 1; last >= 0 && out[last].Style == style {
			out[last].Text += text
		} else if text != "" {
			out = append(out, Span{text, style})
		}
	}
	end := 0 // of what was put
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		style := styleOf(tok, lit)
		if style == CodeText {
			continue // what is between two colored tokens is put with the second
		}
		start := file.Offset(pos)
		stop := min(start+len(lit), len(src))
		if start < end || stop < start {
			continue
		}
		put(src[end:start], CodeText)
		put(src[start:stop], style)
		end = stop
	}
	put(src[end:], CodeText)
	return out
}

func styleOf(tok token.Token, lit string) Style {
	switch {
	case tok.IsKeyword():
		return Keyword
	case tok == token.STRING || tok == token.CHAR:
		return StringLit
	case tok == token.INT || tok == token.FLOAT || tok == token.IMAG:
		return NumberLit
	case tok == token.COMMENT:
		return Comment
	case tok == token.IDENT:
		if style, ok := predeclared[lit]; ok {
			return style
		}
	}
	return CodeText
}

// cutLines cuts spans at their newlines.
func cutLines(spans []Span) []Line {
	lines := []Line{nil}
	for _, s := range spans {
		for i, part := range strings.Split(s.Text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if part != "" {
				last := len(lines) - 1
				lines[last] = append(lines[last], Span{part, s.Style})
			}
		}
	}
	return lines
}

func expandTabs(s string) string {
	var sb strings.Builder
	column := 0
	for _, r := range s {
		switch r {
		case '\t':
			n := tabWidth - column%tabWidth
			sb.WriteString(strings.Repeat(" ", n))
			column += n
			continue
		case '\n':
			column = -1
		}
		sb.WriteRune(r)
		column++
	}
	return sb.String()
}
