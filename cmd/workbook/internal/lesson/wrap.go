package lesson

import "github.com/clipperhouse/displaywidth"

// wrap breaks text at spaces into lines of at most width columns, and a word
// that is wider at the last character that fits.
func wrap(text []Span, width int) []Line {
	w := wrapper{width: width}
	for _, s := range text {
		chars := displaywidth.StringGraphemes(s.Text)
		for chars.Next() {
			switch c := chars.Value(); c {
			case " ":
				w.space(s.Style)
			case "\n":
				w.endWord()
				w.endLine()
			default:
				w.char(c, s.Style, chars.Width())
			}
		}
	}
	w.endWord()
	if len(w.line) > 0 {
		w.endLine()
	}
	return w.lines
}

// A wrapper holds the lines that are done, the line that is being filled, and
// the word that has yet to find its place.
type wrapper struct {
	width int
	lines []Line

	line     Line
	lineUsed int

	gap   bool // a space comes before word
	gapIn Style

	word     Line
	wordUsed int
}

func (w *wrapper) char(c string, style Style, width int) {
	if w.wordUsed+width > w.width { // a word wider than the line
		w.endWord()
		w.endLine()
	}
	w.word = push(w.word, c, style)
	w.wordUsed += width
}

func (w *wrapper) space(style Style) {
	w.endWord()
	if !w.gap {
		w.gap, w.gapIn = true, style
	}
}

func (w *wrapper) endWord() {
	if len(w.word) == 0 {
		return
	}
	if len(w.line) > 0 && w.gap {
		if w.lineUsed+1+w.wordUsed > w.width {
			w.endLine()
		} else {
			w.line = push(w.line, " ", w.gapIn)
			w.lineUsed++
		}
	}
	for _, s := range w.word {
		w.line = push(w.line, s.Text, s.Style)
	}
	w.lineUsed += w.wordUsed
	w.word, w.wordUsed, w.gap = nil, 0, false
}

func (w *wrapper) endLine() {
	w.lines = append(w.lines, w.line)
	w.line, w.lineUsed, w.gap = nil, 0, false
}

func push(l Line, text string, style Style) Line {
	if last := len(l) - 1; last >= 0 && l[last].Style == style {
		l[last].Text += text
		return l
	}
	return append(l, Span{text, style})
}
