package policy

import (
	"bytes"
	"go/ast"
	"go/scanner"
	"go/token"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"workbook/grader/report"
)

const (
	maxStringBytes = 64 << 10
	maxConstant    = 256 << 10 // bytes of a string that is made of others before the program runs
	maxNesting     = 200       // brackets in brackets, or prefix operators in a row
	maxLine        = 96 << 10  // bytes; room for a string
	maxName        = 200       // bytes of an identifier
	maxDigits      = 500       // of a number
	maxFunctions   = 4_000     // in a file, with names or without
)

type lexeme struct {
	pos  token.Pos
	tok  token.Token
	text string // as written, of comments and literals
}

// tokens yields the tokens of the file, comments included. Source that is no Go
// yields what the scanner makes of it.
func (f *file) tokens() iter.Seq[lexeme] {
	return func(yield func(lexeme) bool) {
		// The scanner notes //line directives in the file that it is given, so it
		// gets one of its own, and a position is turned into one of f.pos.
		own := token.NewFileSet().AddFile("", -1, len(f.data))
		var s scanner.Scanner
		s.Init(own, f.data, nil, scanner.ScanComments)
		for {
			pos, tok, text := s.Scan()
			if tok == token.EOF || !yield(lexeme{f.pos.Pos(own.Offset(pos)), tok, text}) {
				return
			}
		}
	}
}

func controlCharacters(f *file) {
	for i := 0; i < len(f.data); {
		r, size := utf8.DecodeRune(f.data[i:])
		pos := f.pos.Pos(i)
		switch {
		case r == 0:
			f.refuse(pos, "Here is a NUL byte, which no Go source holds.", `Remove it; in a string, write \x00.`)
		case r == '\r' && (i+1 == len(f.data) || f.data[i+1] != '\n'):
			f.refuse(pos, "Here is a carriage return in the middle of a line, which hides the text before it.", `Remove it; in a string, write \r.`)
		case unicode.IsControl(r) && !strings.ContainsRune("\t\n\r", r):
			f.refusef(pos, `Remove it; in a string, write it as an escape such as \x1b.`,
				"Here is the control character %U, which a terminal obeys instead of showing it.", r)
		case r == '\u2028' || r == '\u2029':
			f.refusef(pos, `Remove it; in a string, write it as an escape such as \u2028.`,
				"Here is the invisible character %U, which some editors take for the end of the line and Go does not.", r)
		case unicode.Is(unicode.Bidi_Control, r):
			f.refusef(pos, `Remove it; in a string, write it as an escape such as \u202e.`,
				"Here is the invisible character %U, which changes the order in which text is shown.", r)
		}
		i += size
	}
}

func directives(f *file) {
	const hint = "Remove the comment; no exercise needs one."
	for l := range f.tokens() {
		if l.tok != token.COMMENT {
			continue
		}
		body := l.text[2:]
		isLine := strings.HasPrefix(l.text, "//")
		switch {
		case isLine && strings.HasPrefix(body, "go:"):
			word, _, _ := strings.Cut(body, " ")
			f.refusef(l.pos, hint, "The comment //%s is a compiler directive: it changes what code means or reaches, and a submission may not have any.", clip(strings.TrimSpace(word)))
		case strings.HasPrefix(body, "line ") && strings.Contains(body, ":") && (!isLine || f.startsLine(l.pos)):
			// As the compiler has it: a comment that only begins with the word
			// is none, nor is one line of code that is commented out.
			f.refuse(l.pos, "This line directive makes code seem to stand where it does not.", hint)
		case isLine && strings.HasPrefix(body, "export ") && len(strings.Fields(body)) == 2 && f.startsLine(l.pos):
			f.refuse(l.pos, "The comment //export is a directive for code in other languages, and a submission is Go alone.", hint)
		}
	}
}

// startsLine reports whether nothing, not even a space, is before pos on its line.
func (f *file) startsLine(pos token.Pos) bool {
	return f.sub.fset.PositionFor(pos, false).Column == 1
}

func stringSize(f *file) {
	for l := range f.tokens() {
		if l.tok == token.STRING && len(l.text) > maxStringBytes {
			f.refusef(l.pos, "Make the data in code, with a loop.", "This string is longer than %d KiB, which no exercise needs and makes building slow.", maxStringBytes>>10)
		}
	}
}

// constantSize is stringSize for strings that are made of others.
func constantSize(f *file) {
	counted := map[ast.Expr]bool{} // as part of a larger one
	ast.Inspect(f.ast, func(n ast.Node) bool {
		sum, ok := n.(*ast.BinaryExpr)
		if !ok || sum.Op != token.ADD {
			return true
		}
		if !counted[sum] && f.sub.stringLength(sum) > maxConstant {
			f.refusef(sum.Pos(), "Make the data in code, with a loop.", "This string would be longer than %d KiB, which no exercise needs and makes building slow.", maxConstant>>10)
			return false
		}
		counted[sum.X], counted[sum.Y] = true, true
		return true
	})
}

// length refuses what is long out of all proportion: lines, names, numbers, and
// lists of functions.
func length(f *file) {
	start := 0
	for line := range bytes.Lines(f.data) {
		if len(line) > maxLine {
			f.refusef(f.pos.Pos(start), "Break it into several lines.", "This line is longer than %d KiB, which nobody can read.", maxLine>>10)
		}
		start += len(line)
	}
	functions := 0
	for l := range f.tokens() {
		switch {
		case l.tok == token.IDENT && len(l.text) > maxName:
			f.refusef(l.pos, "Choose a shorter one.", "This name is longer than %d bytes, which nobody can read.", maxName)
		case (l.tok == token.INT || l.tok == token.FLOAT || l.tok == token.IMAG) && len(l.text) > maxDigits:
			f.refusef(l.pos, "Write it with an exponent, or as a shift.", "This number has more than %d digits, which no type of Go holds.", maxDigits)
		case l.tok == token.FUNC:
			if functions++; functions == maxFunctions+1 {
				f.refusef(l.pos, "Put what they have in common into one function.", "The file has more than %d functions, which makes building slow.", maxFunctions)
			}
		}
	}
}

func nesting(f *file) {
	const hint = "Give the inner parts names of their own."
	brackets, prefixes := 0, 0
	for l := range f.tokens() {
		switch l.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			brackets++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			brackets--
		}
		if isPrefix(l.tok) {
			prefixes++
		} else {
			prefixes = 0
		}
		if brackets > maxNesting || prefixes > maxNesting {
			f.refusef(l.pos, hint, "The code is nested more than %d deep here, where neither people nor tools can follow.", maxNesting)
			f.sub.unparsable = true
			return
		}
	}
}

// isPrefix reports whether a token can stand before a type or an operand again
// and again, each time one deeper.
func isPrefix(tok token.Token) bool {
	switch tok {
	case token.MUL, token.AND, token.NOT, token.SUB, token.ADD, token.XOR, token.TILDE,
		token.ARROW, token.CHAN, token.LBRACK, token.RBRACK, token.MAP, token.FUNC:
		return true
	}
	return false
}

// clip shortens text that a sentence quotes.
func clip(s string) string { return report.Cut(s, 60) }
