package lesson

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// foldMark stands before what goes on from the line above.
const foldMark = "↳ "

// minFold is the width that indentation and mark leave to what is folded, where the
// screen has it.
const minFold = 16

// Fold returns the line as it is where it fits width columns. Else it is broken, after
// a space where there is one, and goes on below behind a mark, indented as it began.
// Nothing is left out, for a contract that is cut tells nobody what to write.
func (l Line) Fold(width int) []Line {
	if width < 1 || l.Width() <= width {
		return []Line{l}
	}
	first, rest := l.split(width)
	lead := l.lead(width)
	room := max(width-lead.Width(), 1)
	out := []Line{first}
	for len(rest) > 0 {
		var piece Line
		piece, rest = rest.split(room)
		out = append(out, append(lead[:len(lead):len(lead)], piece...))
	}
	return out
}

// lead is what stands before the parts of a line but the first.
func (l Line) lead(width int) Line {
	text := l.String()
	indent := len(text) - len(strings.TrimLeft(text, " "))
	indent = max(min(indent, width-minFold-displaywidth.String(foldMark)), 0)
	var out Line
	if indent > 0 {
		out = append(out, Span{strings.Repeat(" ", indent), CodeText})
	}
	if width > 2*displaywidth.String(foldMark) {
		out = append(out, Span{foldMark, Folded})
	}
	return out
}

// split takes as much off a line as fits width columns, one character at least. It
// breaks at the last space in the second half of that, which is left out.
func (l Line) split(width int) (head, rest Line) {
	used, at, space := 0, 0, 0 // the last two count bytes
	ink := false               // there is more than indentation
	text := l.String()
	chars := displaywidth.StringGraphemes(text)
	for chars.Next() {
		c := chars.Value()
		if c == " " && ink && used > width/2 {
			space = at
		}
		if used+chars.Width() > width && at > 0 {
			break
		}
		used, at, ink = used+chars.Width(), at+len(c), ink || c != " "
	}
	if at == len(text) {
		return l, nil
	}
	if space == 0 {
		return l.cut(at)
	}
	head, rest = l.cut(space)
	_, rest = rest.cut(1)
	return head, rest
}

// cut parts a line after so many bytes.
func (l Line) cut(at int) (head, rest Line) {
	for i, s := range l {
		if at >= len(s.Text) {
			at -= len(s.Text)
			continue
		}
		head = l[:i:i]
		if at > 0 {
			head = append(head, Span{s.Text[:at], s.Style})
		}
		return head, append(Line{{s.Text[at:], s.Style}}, l[i+1:]...)
	}
	return l, nil
}
