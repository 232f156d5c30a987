package report

import (
	"strings"
	"unicode/utf8"
)

// ANSI colors, by what they mean.
const (
	bold   = "1;"
	dim    = "2;"
	good   = "32;"
	wrong  = "31;"
	unsure = "33;"
)

func tone(v Verdict) string {
	switch v {
	case Pass:
		return good
	case NotRun:
		return dim
	case GraderError:
		return unsure
	}
	return wrong
}

// verdict is the verdict's word.
func (p *textPrinter) verdict(v Verdict) string { return p.words.Text(v.Word()) }

// word is the verdict's word in a column of its own.
func (p *textPrinter) word(v Verdict, column int) string {
	w := p.verdict(v)
	return p.paint(tone(v), w) + strings.Repeat(" ", max(0, column-utf8.RuneCountInString(w)))
}

func (p *textPrinter) paint(code, s string) string {
	if !p.opt.Color || s == "" {
		return s
	}
	return "\x1b[" + strings.TrimSuffix(code, ";") + "m" + s + "\x1b[0m"
}
